import Basics

extension Dataset {
  /// What to say about texts of a column, or classes, that differ only in case or spaces.
  package var spellingNotes: [String] {
    let fix = "Write them alike if they mean the same."
    var notes: [String] = []
    for column in columns ?? [] {
      guard case .category(let levels) = column.kind,
        let text = TableColumn.alikeText(levels, called: "levels")
      else { continue }
      notes.append("Column \(shown(column.name)): \(text). \(fix)")
    }
    if let text = TableColumn.alikeText(task.classes, called: "classes") {
      notes.append("The target: \(text). \(fix)")
    }
    return notes
  }
}
