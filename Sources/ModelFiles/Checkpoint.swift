import Basics
import Networks
import Training

/// A training on its way, as it is saved: everything that its rest follows from, besides the data.
///
/// Nothing in it that depends on the machine decides a result; what the program that trains wants to
/// know again stands in `remarks`.
public struct Checkpoint: Sendable {
  /// Some data and what it must hash to.
  public struct Data: Sendable, Hashable {
    /// What it is and where it came from, for people.
    public var name: String
    /// The fingerprint of the data set.
    public var sha256: String

    /// Some data.
    public init(name: String, sha256: String) {
      self.name = name
      self.sha256 = sha256
    }
  }

  /// The version of the program that trains. Another one may compute in another order.
  public var program: String
  /// Network, loss, scaling and names; its parameters are those of `training`.
  public var model: Model
  /// Where the training stands.
  public var training: TrainingCheckpoint
  /// The settings of the program that trains.
  public var configuration: Settings
  /// What is trained, validated and tested on.
  public var data: [Data]
  /// What else the program wants to know; decides no result.
  public var remarks: Settings

  /// A checkpoint.
  public init(
    program: String, model: Model, training: TrainingCheckpoint, configuration: Settings,
    data: [Data], remarks: Settings = [:]
  ) {
    self.program = program
    self.model = model
    self.training = training
    self.configuration = configuration
    self.data = data
    self.remarks = remarks
    self.model.parameters = training.trainer.parameters
    self.model.figures = []
  }
}
