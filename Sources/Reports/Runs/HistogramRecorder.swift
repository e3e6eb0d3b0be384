import Basics
import Training

/// Takes histograms of a training at the epochs of its plan, and appends them to `histograms.jsonl` while it
/// runs.
public final class HistogramRecorder {
  /// Those that were taken, and those of the epochs before where the training goes on.
  public private(set) var snapshots: [LayerHistograms] = []
  /// Why what the file held is lost: it was begun anew. Nil in general.
  public private(set) var fault: DescentError?
  private let plan: HistogramPlan
  private let file: AppendedFile?

  /// Begins the file, or goes on in it: lines of epochs that are trained anew are cut off.
  ///
  /// - Parameter path: of the file; nil writes none.
  ///
  /// Throws `DescentError` (can't write, or input/output).
  public init(_ run: TrainingRun, file path: String?) throws {
    plan = run.histogramPlan
    guard let path else {
      file = nil
      return
    }
    var kept = 0
    if run.trainer.stepCount > 0, fileKind(path) == .file {
      do {
        let bytes = try readFile(path, limit: 1 << 30)
        let epoch = run.history.epochs.count
        kept = try LayerHistograms.end(ofEpoch: epoch, in: bytes, file: path)
        snapshots = try LayerHistograms.read(ContiguousArray(bytes[..<kept]), file: path)
      } catch let error as DescentError {
        fault = error
      }
    }
    file = try AppendedFile(path, keeping: kept)
  }

  /// Takes note of an event; returns the histograms where they were due.
  ///
  /// Throws `DescentError` (input/output).
  public func note(_ event: TrainingEvent, _ run: TrainingRun) throws -> LayerHistograms? {
    switch event {
    case .epochEnded(let summary) where plan.epochs.contains(summary.epoch): break
    // The last epoch, where that was another one than planned.
    case .finished where snapshots.last?.epoch != run.history.epochs.count: break
    default: return nil
    }
    let snapshot = run.histograms(plan)
    snapshots.append(snapshot)
    try file?.append(ContiguousArray(try snapshot.line().utf8))
    return snapshot
  }

  /// Forces everything to the disk.
  ///
  /// Throws `DescentError` (input/output).
  public func finish() throws { try file?.finish() }
}
