/// How the weights of a layer start that says nothing about it: uniform, with the variance that its
/// activation needs.
///
/// - He for functions that keep about half of their input: relu, leaky relu, elu, gelu, silu,
///   softplus.
/// - LeCun for selu, whose fixed point assumes it.
/// - Glorot for all others, functions of your own included.
package func defaultInitializer(for activation: any ActivationFunction) -> any Initializer {
  switch activation {
  case is ReLU, is LeakyReLU, is ELU, is GELU, is SiLU, is Softplus: HeUniform()
  case is SELU: LeCunUniform()
  default: GlorotUniform()
  }
}
