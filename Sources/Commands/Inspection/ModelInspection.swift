import Descent

/// What `inspect` shows of a model.
struct ModelInspection: Inspection {
  private let model: Model
  private let path: String

  init(_ model: Model, path: String) {
    self.model = model
    self.path = path
  }

  var document: Value {
    var document: Settings = [
      "model": .text(path), "parameters": .integer(model.network.layout.trainableCount),
    ]
    document.entries += model.description.table?.entries ?? []
    return .table(document)
  }

  func lines(width: Int, style: Style) -> [String] {
    let trained = model.dataset.isEmpty ? "" : ", trained on \(model.dataset.printable)"
    var lines = [style.bold(path.printable) + trained, ""]
    lines += SummaryTable.lines(model.network, width: width, bold: { style.bold($0) })
    lines.append("")
    lines += wrapped("predicts", predicted, width)
    lines += wrapped("features", features, width)
    if let pictures = model.pictures {
      lines += wrapped(
        "pictures",
        "\(pictures.summary): turned as EXIF data says, transparency on white, resized by area averaging",
        width)
    }
    lines += wrapped("scaling", scaling, width)
    if model.targetScaling.scaling != .none {
      lines += wrapped("targets", model.targetScaling.scaling.rawValue + ", scaled back", width)
    }
    lines += wrapped("loss", type(of: model.loss).kind, width)
    if !model.figures.isEmpty {
      lines.append("")
      lines += model.figures.map { entry in
        entry.name.printable + String(repeating: " ", count: max(1, 28 - entry.name.count))
          + figure(entry.name, entry.value)
      }
    }
    return lines
  }

  private var predicted: String {
    switch model.task {
    case .classification(let classes):
      counted(classes.count, "class", plural: "classes") + ": " + shortList(classes)
    case .regression(let targets): shortList(targets)
    }
  }

  private var features: String {
    let count = "\(model.network.input)"
    return model.featureNames.isEmpty ? count : count + ": " + shortList(model.featureNames)
  }

  private var scaling: String {
    let scaling = model.scaling
    let divisor = scaling.scaling == .unit ? ", divided by \(shortNumber(scaling.divisor))" : ""
    return scaling.scaling.rawValue + divisor
  }
}

/// Up to 20 names with commas between them.
func shortList(_ names: [String]) -> String {
  names.prefix(20).map(\.printable).joined(separator: ", ")
    + (names.count > 20 ? ", and \(grouped(names.count - 20)) more" : "")
}

/// A text behind its title, broken at spaces where it is wider than the terminal.
func wrapped(_ title: String, _ text: String, _ width: Int) -> [String] {
  let indent = 12
  var lines = [title + String(repeating: " ", count: max(1, indent - title.count))]
  for word in text.split(separator: " ") {
    let last = lines[lines.count - 1]
    if last.displayWidth + String(word).displayWidth > max(40, width), last.count > indent {
      lines.append(String(repeating: " ", count: indent))
    }
    lines[lines.count - 1] += (lines[lines.count - 1].hasSuffix(" ") ? "" : " ") + word
  }
  return lines
}
