import Basics
import Kernels

/// A fully connected layer: y = f(x W + b).
///
/// Input of any shape, taken as a vector of `in` scalars; output a vector of `units`.
/// Gradients, with d = dL/dz of the value z before the activation: dL/dW = xᵀ d, dL/db = sum of d
/// over the rows, dL/dx = d Wᵀ.
///
/// Parameters: `weight` [in, units] (files hold [units, in]), `bias` [units] unless switched off.
public struct Dense: Layer {
  /// `dense`
  public static let kind = "dense"

  /// The number of outputs.
  public let units: Int
  /// The function applied to the outputs, fused into the layer.
  public let activation: any ActivationFunction
  /// Whether a bias is added.
  public let useBias: Bool
  /// How the weights start. Nil chooses by the activation: He for the relu family, LeCun for selu,
  /// Glorot otherwise (uniform).
  public let initializer: (any Initializer)?
  /// How the biases start.
  public let biasInitializer: any Initializer

  /// A dense layer.
  ///
  /// - Parameters:
  ///   - units: number of outputs, at least 1 (checked when the network is made).
  ///   - activation: linear unless stated.
  ///   - useBias: true unless stated.
  ///   - initializer: chosen by the activation unless stated.
  ///   - biasInitializer: zeros unless stated.
  public init(
    _ units: Int, activation: some ActivationFunction = .linear, useBias: Bool = true,
    initializer: (any Initializer)? = nil, biasInitializer: any Initializer = Zeros()
  ) {
    self.units = units
    self.activation = activation
    self.useBias = useBias
    self.initializer = initializer
    self.biasInitializer = biasInitializer
  }

  /// A dense layer that starts from given values.
  ///
  /// - Parameters:
  ///   - weights: [in][units].
  ///   - biases: [units]; nil for a layer without bias.
  public init(
    weights: [[Scalar]], biases: [Scalar]?, activation: some ActivationFunction = .linear
  ) {
    units = weights.first?.count ?? 0
    self.activation = activation
    useBias = biases != nil
    initializer = Given(weights)
    biasInitializer = Given([biases ?? []])
  }

  /// From a file.
  public init(from reader: inout SettingsReader) throws {
    units = try reader.integer("units", expected: "a whole number of 1 or more") { $0 >= 1 }
    activation = try reader.activation("activation") ?? Linear()
    useBias = try reader.flag("bias", default: true)
    initializer = try reader.initializer("initializer")
    biasInitializer = try reader.initializer("bias-initializer") ?? Zeros()
  }

  /// `units`, `activation`, `bias` and the initializers.
  public var settings: Settings {
    var settings: Settings = [
      "units": .integer(units), "activation": activation.described, "bias": .flag(useBias),
    ]
    if let initializer { settings["initializer"] = initializer.described }
    settings["bias-initializer"] = biasInitializer.described
    return settings
  }

  private var keepsInput: Bool { type(of: activation).derivativeReads == .input }

  /// One weight matrix and one bias; the values before the activation where its derivative reads them.
  public func plan(for input: Shape) throws(ShapeError) -> LayerPlan {
    guard units >= 1 else {
      throw ShapeError(expected: "at least 1 unit", found: "\(units)")
    }
    if let given = initializer as? Given, given.rows != input.count || given.columns != units {
      throw ShapeError(
        expected:
          "initial weights of \(input.count) rows, one per input, with \(units) columns each",
        found: given.found)
    }
    if let given = biasInitializer as? Given, useBias, given.columns != units {
      throw ShapeError(expected: "\(units) initial biases, one per unit", found: "\(given.columns)")
    }
    var parameters = [
      ParameterSpec(
        "weight", shape: [input.count, units], role: .weight,
        initializer: initializer ?? defaultInitializer(for: activation), fanIn: input.count,
        fanOut: units, tiled: true, transposedInFiles: true)
    ]
    if useBias {
      parameters.append(
        ParameterSpec(
          "bias", shape: [units], role: .bias, initializer: biasInitializer, fanIn: input.count,
          fanOut: units))
    }
    return LayerPlan(
      output: [units], parameters: parameters, savedPerRow: keepsInput ? units : 0)
  }

  /// y = f(x W + b)
  public func forward(
    _ input: Span<Scalar>, parameters: Span<Scalar>, shared: Span<Scalar>,
    output: inout MutableSpan<Scalar>, saved: inout MutableSpan<Scalar>, pass: Pass
  ) {
    let weightCount = pass.inputWidth * units
    multiply(
      rows: pass.rows.count, columns: units, depth: pass.inputWidth,  //
      input, .rowMajor(pass.inputWidth), parameters.extracting(0..<weightCount), .rowMajor(units),
      into: &output,
      bias: useBias ? parameters.extracting(weightCount..<(weightCount + units)) : nil,
      skipsZeros: pass.skipsZeros, precision: pass.precision)
    if keepsInput && !saved.isEmpty {
      for i in 0..<output.count { saved[i] = output[i] }
    }
    activation.apply(&output, width: units)
  }

  /// dL/dy becomes d = dL/dz.
  public func prepareBackward(
    _ outputGradient: inout MutableSpan<Scalar>, output: Span<Scalar>, saved: Span<Scalar>,
    pass: Pass
  ) {
    activation.backward(&outputGradient, operand: keepsInput ? saved : output, width: units)
  }

  /// dL/dx = d Wᵀ
  public func propagate(
    _ outputGradient: Span<Scalar>, input: Span<Scalar>, output: Span<Scalar>, saved: Span<Scalar>,
    shared: Span<Scalar>, parameters: Span<Scalar>, inputGradient: inout MutableSpan<Scalar>,
    pass: Pass
  ) {
    multiply(
      rows: pass.rows.count, columns: pass.inputWidth, depth: units,  //
      outputGradient, .rowMajor(units), parameters, .transposed(units), into: &inputGradient,
      precision: pass.precision)
  }

  /// dL/dW = xᵀ d for some rows of W; dL/db = sum of d.
  public func parameterGradient(
    _ index: Int, tile: Range<Int>, _ outputGradient: Span<Scalar>, input: Span<Scalar>,
    output: Span<Scalar>, saved: Span<Scalar>, shared: Span<Scalar>,
    gradient: inout MutableSpan<Scalar>, pass: Pass
  ) {
    if index == 0 {
      if pass.rows.isEmpty {
        for i in 0..<gradient.count { gradient[i] = 0 }
        return
      }
      multiply(
        rows: tile.count, columns: units, depth: pass.rows.count,  //
        input.extracting(tile.lowerBound...), .transposed(pass.inputWidth),
        outputGradient, .rowMajor(units), into: &gradient, skipsZeros: pass.skipsZeros,
        precision: pass.precision)
    } else {
      sumRows(outputGradient, width: units, into: &gradient)
    }
  }
}
