import Basics
import Charts
import Datasets
import ModelFiles
import Networks
import Training

/// What a model is, on what data and how good, as Markdown for people and, at its top, for Hugging Face.
///
/// The front matter follows their model card metadata with a `model-index`; texts from outside stand in it
/// in quotes, and in the text below as code.
public struct ModelCard: Sendable {
  private let report: RunReport

  /// The card of a training.
  public init(_ report: RunReport) { self.report = report }

  /// The whole file.
  public var markdown: String {
    get throws { "---\n\(try frontMatter)---\n\n\(text)" }
  }

  private var kind: String {
    let model = report.model
    let isPicture = model.pictures != nil || model.network.input.dimensions.count >= 2
    let what = isPicture ? "image" : "tabular"
    // There is no kind for numbers of pictures.
    return model.task.classes.isEmpty ? "tabular-regression" : "\(what)-classification"
  }

  // MARK: For machines

  private var frontMatter: String {
    get throws {
      var lines = [
        "library_name: descent", "pipeline_tag: \(kind)", "tags:", "- feed-forward",
        "model-index:", "- name: \(try quoted(report.name))",
      ]
      let judged = zip(report.judged, report.measured).filter { !$0.0.wereTrainedOn }
      if judged.isEmpty { lines.append("  results: []") } else { lines.append("  results:") }
      for (rows, measured) in judged { lines += try results(rows, measured) }
      return lines.joined(separator: "\n") + "\n"
    }
  }

  private func results(
    _ rows: RunReport.Judged, _ measured: RunReport.Measured
  ) throws -> [String] {
    let figures = measured.figures.all.filter { $0.value.isFinite }
    guard !figures.isEmpty else { return [] }
    let dataset = try quoted(report.model.dataset)
    var lines = [
      "  - task:", "      type: \(kind)", "    dataset:", "      name: \(dataset)",
      "      type: \(dataset)", "      split: \(try quoted(rows.name))", "    metrics:",
    ]
    for figure in figures {
      let type = figure.name.split(separator: " ").joined(separator: "_")
      lines += [
        "    - type: \(type)", "      value: \(number(figure.value))", "      name: \(figure.name)",
      ]
    }
    return lines
  }

  /// A number with a point, without which YAML 1.1 takes `1e-06` for a text.
  private func number(_ value: Double) -> String {
    let text = "\(value)"
    guard !text.contains("."), let exponent = text.firstIndex(of: "e") else { return text }
    return text[..<exponent] + ".0" + text[exponent...]
  }

  /// A text as JSON writes it, which YAML reads as well.
  private func quoted(_ text: String) throws -> String {
    try JSONWriter(.compact).text(.text(text)).filter { $0 != "\n" }
  }

  // MARK: For people

  private var text: String {
    var parts = ["# \(code(report.name))", opening]
    for (rows, measured) in zip(report.judged, report.measured) {
      parts.append(figures(rows, measured))
    }
    parts.append(inputs)
    if !report.notes.isEmpty {
      parts.append(
        "## What was done to the data\n\n"
          + report.notes.map { "- \(code($0))" }.joined(separator: "\n"))
    }
    parts.append(training)
    parts.append(limits)
    return parts.joined(separator: "\n\n") + "\n"
  }

  private var opening: String {
    let model = report.model
    let layers = model.network.layers.count
    let what =
      model.task.classes.isEmpty
      ? "predicts \(names(model.task.targetNames))"
      : "tells \(counted(model.task.classes.count, "class", plural: "classes")) apart: \(names(model.task.classes))"
    return "A feed-forward network of \(counted(layers, "layer")) and "
      + "\(counted(model.network.layout.trainableCount, "parameter")) that \(what). It was trained on "
      + "\(code(model.dataset))."
  }

  private func figures(_ rows: RunReport.Judged, _ measured: RunReport.Measured) -> String {
    let lines = measured.figures.all.map { figure in
      let range = figure.interval.map {
        "\(figure.text($0.lowerBound)) to \(figure.text($0.upperBound))"
      }
      return "| \(figure.name) | \(figure.text(figure.value)) | \(range ?? "") |"
    }
    return """
      ## How good: \(rows.name)

      \(counted(rows.predictions.rows, "row")). Intervals are 95 % confidence intervals, by bootstrap.

      | figure | value | interval |
      |---|--:|--:|
      \(lines.joined(separator: "\n"))
      """
  }

  private var inputs: String {
    let model = report.model
    let columns = model.encoding.map { $0.columns.map(\.source.name) } ?? model.featureNames
    var text = "## What it takes\n\n"
    if let pictures = model.pictures {
      text += "PNG and JPEG files, made \(pictures.summary)."
    } else if columns.isEmpty {
      text += "Rows of \(model.network.input)."
    } else {
      text += "Tables with the columns \(names(columns)), in any order."
    }
    return text
      + " Scaling and encoding are in the file.\n\n```sh\ndescent predict model.safetensors DATA\n```"
  }

  private var training: String {
    let facts = report.facts.map { "| \($0.name) | \($0.value) |" }.joined(separator: "\n")
    let commands =
      report.commands.isEmpty
      ? "" : "\n\n~~~~sh\n\(report.commands.joined(separator: "\n"))\n~~~~"
    let data =
      report.fingerprint.isEmpty ? "" : "\n\nSHA-256 of the data: `\(report.fingerprint)`"
    return "## How it was trained\n\n| | |\n|---|---|\n\(facts)\(data)\(commands)"
  }

  private var limits: String {
    """
    ## Limits

    The figures are those of rows like the ones it was trained with. Nobody has looked into how it does on
    others, nor into whom its errors hit.
    """
  }

  /// At most so many names are listed.
  private static let mostNames = 30

  private func names(_ names: [String]) -> String {
    let listed = names.prefix(Self.mostNames).map(code).joined(separator: ", ")
    return names.count > Self.mostNames
      ? "\(listed) and \(names.count - Self.mostNames) more" : listed
  }

  /// A text from outside in backticks, more of them than it has in a row itself, on one line.
  private func code(_ text: String) -> String {
    let line = String(text.map { $0.isNewline || $0 == "|" ? " " : $0 })
    var longest = 0
    var current = 0
    for character in line {
      current = character == "`" ? current + 1 : 0
      longest = max(longest, current)
    }
    let ticks = String(repeating: "`", count: longest + 1)
    let isEdged = line.hasPrefix("`") || line.hasSuffix("`") || line.isEmpty
    return isEdged ? "\(ticks) \(line) \(ticks)" : "\(ticks)\(line)\(ticks)"
  }
}

extension Task {
  /// The names of the numbers; empty for classes.
  fileprivate var targetNames: [String] {
    if case .regression(targets: let names) = self { names } else { [] }
  }
}
