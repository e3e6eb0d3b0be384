// Made by Scripts/fixtures/projections.py with scikit-learn 1.9.1. Do not edit.
// swift-format-ignore-file

enum ProjectionsGolden {
  static let variances = [212.15293, 173.24496, 162.21966]
  static let shares = [0.17645616, 0.14409483, 0.13492464]
  /// The first five points along three directions.
  static let projected = [3.8512845, -19.790518, -3.1597946, -0.64534594, 18.734874, -0.20800173, 2.0904071, 10.046158, -4.217952, -9.0086441, -13.461249, -1.8121725, 10.208865, 12.979639, -20.353682]
  /// By the number of neighbours, of the first two components.
  static let trustworthiness = [(5, 0.87791667), (12, 0.88083333)]
}
