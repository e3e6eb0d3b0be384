// 6. Pictures that are changed at random while they are trained on: what they look like, and what it gains
// where there are few of them. Writes augmentation.svg.

import Descent

let digits = try Dataset.digits()
let split = try digits.split(test: 0.5, seed: 1)
let loss = CategoricalCrossEntropy()
let network = try Network(
  input: digits.shape, layers: [Flatten(), Dense(128, activation: .relu), Dense(10)])

/// The share of the test rows that is right after a training on 200 pictures.
func accuracy(_ augmentation: Augmentation) throws -> Double {
  func rows(_ rows: some Sequence<Int>) throws -> TrainingData {
    try TrainingData(
      digits, rows: Array(rows), scaling: .dividing(by: 16), network: network, loss: loss)
  }
  var configuration = TrainingConfiguration(
    loss: loss, learningRate: 0.003, schedule: CosineSchedule(), epochs: 200, seed: 1)
  configuration.augmentation = augmentation
  let run = try TrainingRun(network, configuration, training: rows(split.training.prefix(200)))
  try run.complete()
  return Accuracy().value(run.evaluate(try rows(split.test))) ?? 0
}

// Digits of 8x8 pixels are too small to be shifted or turned with profit; noise helps.
var noise = Augmentation()
noise.noise = 0.2
print("as they are: test accuracy \(fixed(try accuracy(.none), 3))")
print("with noise: test accuracy \(fixed(try accuracy(noise), 3))")

// The same changes of ten pictures, drawn: each row of the grid has another one.
let changes: [(name: String, change: (inout Augmentation) -> Void)] = [
  ("none", { _ in }), ("shift=2", { $0.shift = 2 }), ("rotate=30", { $0.rotate = 30 }),
  ("zoom=0.3", { $0.zoom = 0.3 }), ("flip=both", { $0.flip = .both }),
  ("noise=0.1", { $0.noise = 0.1 }), ("erase=1", { $0.erase = 1 }), ("mixup=1", { $0.mixup = 1 }),
]
let (side, count) = (8, 10)
/// Runs of pixels of each of 16 shades, as SVG paths.
var shades = [String](repeating: "", count: 17)
var labels = ""
for (line, change) in changes.enumerated() {
  var augmentation = Augmentation()
  change.change(&augmentation)
  let augmenter = try Augmenter(augmentation, shape: digits.shape, largest: 16, seed: 3)
  var pictures = ContiguousArray<Scalar>(repeating: 0, count: count * side * side)
  var span = pictures.mutableSpan
  digits.gatherFeatures(of: Array(0..<count)[...], into: &span)
  augmenter.change(&span, step: 0)
  let before = pictures
  for (place, mix) in augmenter.mixes(rows: count, step: 0).enumerated() {
    for i in 0..<side * side {
      let other = before[mix.other * side * side + i]
      pictures[place * side * side + i] =
        mix.share * pictures[place * side * side + i] + (1 - mix.share) * other
    }
  }
  for (i, value) in pictures.enumerated() where value >= 0.5 {
    let (picture, row, column) = (i / 64, i / side % side, i % side)
    shades[min(16, Int(value.rounded()))] +=
      "M\(14 + picture * 9 + column) \(1 + line * 9 + row)h1v1h-1z"
  }
  labels += "<text x=\"12.5\" y=\"\(6 + line * 9)\">\(change.name)</text>"
}
let (width, height) = (14 + count * 9, 1 + changes.count * 9)
var picture = """
  <svg xmlns="http://www.w3.org/2000/svg" width="\(width * 7)" height="\(height * 7)" \
  viewBox="0 0 \(width) \(height)" role="img" aria-labelledby="title">
  <title id="title">Ten digits as they are, and changed in seven ways</title>
  <rect width="\(width)" height="\(height)" fill="#161b22"/>

  """
for line in changes.indices {
  for column in 0..<count {
    picture +=
      "<rect x=\"\(14 + column * 9)\" y=\"\(1 + line * 9)\" width=\"8\" height=\"8\" fill=\"#000\"/>\n"
  }
}
for (shade, path) in shades.enumerated() where !path.isEmpty {
  let level = shade * 255 / 16
  picture += "<path fill=\"rgb(\(level),\(level),\(level))\" d=\"\(path)\"/>\n"
}
picture += """
  <g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" \
  font-size="2.1" text-anchor="end" fill="#e6edf3">\(labels)</g>
  </svg>

  """
try AtomicFile.write(picture, to: "augmentation.svg")
