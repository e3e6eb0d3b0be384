import Basics
import CKernels

// The C kernels for the number type in use.

#if DoublePrecision
  let mapKernel = descent_map_f64
  let activateKernel = descent_activate_f64
  let activateBackKernel = descent_activate_back_f64
  let softmaxKernel = descent_softmax_f64
  let softmaxBackKernel = descent_softmax_back_f64
  let crossEntropyKernel = descent_cross_entropy_f64
  let elementLossKernel = descent_element_loss_f64
  let sgdKernel = descent_sgd_f64
  let momentumKernel = descent_momentum_f64
  let nesterovKernel = descent_nesterov_f64
  let adamKernel = descent_adam_f64
  let nadamKernel = descent_nadam_f64
  let adamaxKernel = descent_adamax_f64
  let rmspropKernel = descent_rmsprop_f64
  let adadeltaKernel = descent_adadelta_f64
  let sumRowsKernel = descent_sum_rows_f64
  let columnSumsKernel = descent_column_sums_f64
  let columnProductsKernel = descent_column_products_f64
  let normalizeColumnsKernel = descent_normalize_columns_f64
  let normalizeColumnsBackKernel = descent_normalize_columns_back_f64
  let normalizeRowsKernel = descent_normalize_rows_f64
  let normalizeRowsBackKernel = descent_normalize_rows_back_f64
  let normalizeRowsGainKernel = descent_normalize_rows_gain_f64
  let sumOfSquaresKernel = descent_sum_of_squares_f64
  let addKernel = descent_add_f64
  let scaleKernel = descent_scale_f64
  let largestPlacesKernel = descent_largest_places_f64
  let dropoutKernel = descent_dropout_f64
  let gatherBytesKernel = descent_gather_bytes_f64
  let gatherKernel = descent_gather_f64
#else
  let mapKernel = descent_map_f32
  let activateKernel = descent_activate_f32
  let activateBackKernel = descent_activate_back_f32
  let softmaxKernel = descent_softmax_f32
  let softmaxBackKernel = descent_softmax_back_f32
  let crossEntropyKernel = descent_cross_entropy_f32
  let elementLossKernel = descent_element_loss_f32
  let sgdKernel = descent_sgd_f32
  let momentumKernel = descent_momentum_f32
  let nesterovKernel = descent_nesterov_f32
  let adamKernel = descent_adam_f32
  let nadamKernel = descent_nadam_f32
  let adamaxKernel = descent_adamax_f32
  let rmspropKernel = descent_rmsprop_f32
  let adadeltaKernel = descent_adadelta_f32
  let sumRowsKernel = descent_sum_rows_f32
  let columnSumsKernel = descent_column_sums_f32
  let columnProductsKernel = descent_column_products_f32
  let normalizeColumnsKernel = descent_normalize_columns_f32
  let normalizeColumnsBackKernel = descent_normalize_columns_back_f32
  let normalizeRowsKernel = descent_normalize_rows_f32
  let normalizeRowsBackKernel = descent_normalize_rows_back_f32
  let normalizeRowsGainKernel = descent_normalize_rows_gain_f32
  let sumOfSquaresKernel = descent_sum_of_squares_f32
  let addKernel = descent_add_f32
  let scaleKernel = descent_scale_f32
  let largestPlacesKernel = descent_largest_places_f32
  let dropoutKernel = descent_dropout_f32
  let gatherBytesKernel = descent_gather_bytes_f32
  let gatherKernel = descent_gather_f32
#endif
