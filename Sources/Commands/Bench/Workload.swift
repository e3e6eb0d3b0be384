import Descent

/// Something that `descent bench` measures.
struct Workload: Sendable {
  /// Its name: `fashion-wide`.
  var name: String
  /// A short name; nil for most.
  var letter: String?
  /// What is done, in one line.
  var summary: String
  /// What is done.
  var work: Work

  /// The kinds of work.
  enum Work: Sendable {
    case training(TrainingWork)
    case prediction(PredictionWork)
    case loading(LoadingWork)
  }
}

/// A training whose epochs are timed.
struct TrainingWork: Sendable {
  /// What it trains on.
  var data: BenchData
  /// The network.
  var layers: [any Layer]
  /// Everything else; epochs and threads are set when it runs.
  var configuration: TrainingConfiguration
  /// Epochs that are timed as one, for those that take microseconds; nil for as many as take 20
  /// milliseconds.
  var epochsPerRound: Int? = 1
}

/// A prediction that is called again and again.
struct PredictionWork: Sendable {
  /// The rows that are predicted.
  var data: BenchData
  /// The network; its weights are as they were initialized.
  var layers: [any Layer]
  /// Rows in a call.
  var batchSize: Int
}

/// Reading of data, up to the moment at which a training may begin.
enum LoadingWork: Sendable {
  /// The files of a data set that has a name.
  case files(String)
  /// A CSV file of numbers, in memory: rows and columns.
  case csv(rows: Int, columns: Int)
  /// Any file or folder, gaps included.
  case path(String)
  /// A folder of generated pictures, square and in color: how many, and the length of a side. They become
  /// 32x32.
  case pictures(PictureFormat, count: Int, side: Int)
}
