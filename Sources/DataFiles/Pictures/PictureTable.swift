import Basics
import Datasets

extension LoadedData {
  /// Pictures whose paths are a column of a CSV file, which has their labels in another one; nil where no
  /// column holds such paths.
  ///
  /// The target is the last other column unless it is named; columns may divide and weigh the rows, as in
  /// other tables; further columns are not used, and said.
  ///
  /// Throws `DescentError`: what reading a CSV file and a list of pictures throws, usage where the paths are
  /// named as the target, bad data where there is no other column and, unless they are skipped, for pictures
  /// that can't be read, no input for such that are missing.
  init?(pictureTable bytes: Numbers<UInt8>, path: String, name: String, _ options: LoadOptions)
    throws
  {
    guard let found = try PictureList(bytes, name: path, options.csv) else { return nil }
    let table = found.table
    let targets = try found.targets(options.csv)
    let columns = try CSVRowColumns(table.sheet, options.csv, targets: targets)
    let data = try table.sheet.rowData(targets, columns, options.csv)
    let target = try data.target.read(table.sheet)
    let (weights, keys) = (try data.keys.sampleWeights(), try data.keys.splitKeys())
    if !options.pictures.skipsUnreadable { try found.checkFiles() }
    let reader = try PictureReader(found.files, options.pictures, memory: options.memory)
    if reader.rows.isEmpty { try found.checkFiles() }
    try reader.checkAny()
    let rows = reader.rows.map { found.rows[$0] }
    let width = target.task.targetWidth
    var train = try Dataset(
      name: name, shape: reader.encoding.shape, features: .bytes(reader.features),
      targets: ContiguousArray(rows.flatMap { target.values[($0 * width)..<(($0 + 1) * width)] }),
      task: target.task,
      sampleWeights: weights.map { all in ContiguousArray(rows.map { all[$0] }) },
      splitKeys: keys?.subset(rows))
    train.rowNames = reader.rows.map { found.files[$0] }
    var notes = ["The pictures are named by \(table.describe(column: found.column))."]
    let dropped = table.rows - found.rows.count
    if dropped > 0 {
      notes.append("\(counted(dropped, "row")) without the path of a picture dropped.")
    }
    notes += columns.notes(table.sheet, areFeatures: false)
    let names = table.sheet.columnNames
    let used = Set(targets + columns.columns + [found.column])
    let unused = names.indices.filter { !used.contains($0) }
    if !unused.isEmpty { notes.append("Columns not used: \(list(unused.map { names[$0] })).") }
    self.init(
      train: train, sources: [path],
      notes: notes + reader.notes(isSizeChosen: options.pictures.size != nil),
      targetNames: targets.map { names[$0] })
    take(reader)
  }
}
