import Testing

/// What is said about arguments and settings that can't be, word for word.
@Suite struct UsageErrorTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var arguments: [String]
    var notes: String
    var code: Int32 = 64
    var testDescription: String { arguments.joined(separator: " ") }
  }

  @Test(arguments: commands + numbers + kinds + combinations + augmentations + bench)
  func saysWhatIsWrong(_ example: Case) {
    let answer = descent(example.arguments)
    #expect(answer.notes == example.notes + "\n")
    #expect(answer.code == example.code)
    #expect(answer.output == "")
  }

  /// The machine's own memory is in the text, so only what is around it is compared.
  @Test(arguments: ["500000,500000", "900000000,900"])
  func networksThatDontFitIntoMemory(_ hidden: String) {
    let answer = descent(["train", "xor", "--hidden", hidden])
    #expect(answer.notes.hasPrefix("error: the training takes "), "\(answer.notes)")
    #expect(answer.notes.contains(" parameters and 4 rows at once; this machine has "))
    #expect(
      answer.notes.hasSuffix(
        " GB. Use fewer or smaller hidden layers, or a smaller batch size.\n"))
    #expect(answer.code == 64)
    #expect(answer.output == "")
  }

  static let commands = [
    Case(
      arguments: ["trian", "digits"],
      notes: "error: descent: unknown command \"trian\". Did you mean \"train\"? "
        + "Known: train, evaluate, predict, inspect, report, compare, plot, init, data, "
        + "recipes, bench, dashboard."),
    Case(
      arguments: ["data", "fech"],
      notes: "error: descent data: unknown command \"fech\". Did you mean \"fetch\"? "
        + "Known: list, fetch, show, describe."),
    Case(
      arguments: ["train", "digits", "--learning-rat", "1"],
      notes: "error: Unknown option '--learning-rat'. Did you mean '--learning-rate'?\n"
        + "See: descent help train"),
    Case(
      arguments: ["train", "digits", "--epochs"],
      notes: "error: Missing value for '--epochs <n>'\nSee: descent help train"),
    Case(
      arguments: ["evaluate"],
      notes: "error: Missing expected argument '<model>'\nSee: descent help evaluate"),
    Case(
      arguments: ["data", "fetch", "minst"],
      notes: "error: no data set \"minst\" can be fetched. Did you mean \"mnist\"? "
        + "Known: mnist, fashion-mnist."),
    Case(
      arguments: ["train", "digit"],
      notes: "error: \"digit\" is neither a data set nor a file. Did you mean \"digits\"? "
        + "Known: digits, mnist, fashion-mnist, xor, moons, circles, spirals, blobs, sine.",
      code: 66),
  ]

  static let augmentations = [
    Case(
      arguments: ["train", "--augment", "shift=2,rotat=10"],
      notes: "error: --augment: unknown setting \"rotat\". Did you mean \"rotate\"? "
        + "Known: shift, rotate, zoom, flip, noise, erase, mixup."),
    Case(
      arguments: ["train", "--augment", "{shift: 2, rotat: 10}"],
      notes: "error: --augment: unknown setting \"rotat\". Did you mean \"rotate\"? "
        + "Known: shift, rotate, zoom, flip, noise, erase, mixup."),
    Case(
      arguments: ["train", "--augment", "shift"],
      notes: "error: --augment: expected settings such as shift=2,rotate=10, or none, "
        + "found \"shift\""),
    Case(
      arguments: ["train", "--augment", "shift=2,"],
      notes: "error: --augment: expected settings such as shift=2,rotate=10, or none, "
        + "found \"shift=2,\""),
    Case(
      arguments: ["train", "--augment", "[shift]"],
      notes: "error: --augment: expected settings such as shift=2,rotate=10, or none, "
        + "found a list"),
    Case(
      arguments: ["train", "--augment", "shift=1,shift=2"],
      notes: "error: --augment: shift is named twice. Name it once."),
    Case(
      arguments: ["train", "--augment", "rotate=ten"],
      notes: "error: --augment.rotate: expected a number of degrees from 0 to 180, "
        + "found \"ten\""),
    Case(
      arguments: ["train", "--augment", "flip=sideways"],
      notes: "error: --augment.flip: unknown flip \"sideways\". "
        + "Known: none, horizontal, vertical, both."),
    Case(
      arguments: ["train", "digits", "--augment", "shift=8"],
      notes: "error: augment.shift: expected at most 7 pixels for pictures of 8x8x1, found 8"),
    Case(
      arguments: ["train", "moons", "--augment", "rotate=5"],
      notes: "error: augment: moons has rows of 2 features, no pictures with a height and a width "
        + "of at most 65,536. Leave augment out."),
    Case(
      arguments: ["train", "digits", "--augment", "mixup=0.2", "--loss", "mean-absolute-error"],
      notes: "error: augment.mixup: the loss mean-absolute-error can't learn that a row is of two "
        + "classes. Use cross-entropy, or leave mixup out."),
    Case(
      arguments: ["train", "digits", "--augment", "mixup=0.2", "--batch-size", "1"],
      notes: "error: augment.mixup: batches of a single row have nothing to mix. "
        + "Use a batch size of 2 or more, or leave mixup out."),
  ]

  static let bench = [
    Case(
      arguments: ["bench", "fashion-wied"],
      notes: "error: unknown workload \"fashion-wied\". Did you mean \"fashion-wide\"? Known: "
        + "fashion-batchnorm, digit-pair, fashion-sigmoid, fashion-adam-32, fashion-adam-128, "
        + "fashion-wide, digits-full-batch, digit-pair-bf16, fashion-wide-bf16, "
        + "digit-pair-skipping, mnist-adam-128, mnist-adam-128-skipping, predict-row, "
        + "predict-32, predict-1000, predict-10000, load-mnist, load-fashion-mnist, load-csv, "
        + "load-pictures-jpeg, load-pictures-png, all, data."),
    Case(
      arguments: ["bench", "--threads", "-1"],
      notes: "error: --threads: expected a whole number from 1 to 1024, found -1"),
    Case(
      arguments: ["bench", "--epochs", "0"],
      notes: "error: --epochs: expected a whole number from 1 to 1,000,000, found 0"),
    Case(
      arguments: ["bench", "--rows", "1"],
      notes: "error: --rows: expected a whole number from 2 to 1,000,000,000, found 1"),
    Case(
      arguments: ["bench", "--seconds", "-3"],
      notes: "error: --seconds: expected a number from 0 to 1,000,000, found -3.0"),
    Case(
      arguments: ["bench", "--network", "784"],
      notes: "error: --network: expected the numbers in a row and the units of every layer, "
        + "such as 784-97-53-10, found \"784\""),
    Case(
      arguments: ["bench", "--network", "784-0-10"],
      notes: "error: --network: expected the numbers in a row and the units of every layer, "
        + "such as 784-97-53-10, found \"784-0-10\""),
    Case(
      arguments: ["bench", "--network", "1000000000-1", "--rows", "10000"],
      notes: "error: --network: 10,000 rows of 1,000,000,000 numbers are more than this machine's "
        + "memory holds. Ask for fewer with --rows."),
    Case(
      arguments: ["bench", "--network", "4-2", "--batch", "0"],
      notes: "error: --batch: expected a whole number of 1 or more, or full, found \"0\""),
    Case(
      arguments: ["bench", "--network", "4-2", "--optimizer", "adm"],
      notes: "error: --optimizer: unknown optimizer \"adm\". Did you mean \"adam\"? Known: sgd, "
        + "momentum, nesterov, rmsprop, adagrad, adadelta, adam, adamax, nadam, adamw."),
    Case(
      arguments: ["bench", "a", "--network", "4-2"],
      notes: "error: --network can't be combined with the name of a workload. "
        + "Leave one of them out."),
    Case(
      arguments: ["bench", "--batch", "4"],
      notes: "error: --batch says something about a network of your own, but there is none. "
        + "Describe it with --network, such as --network 784-97-53-10."),
  ]

  static let numbers = [
    Case(
      arguments: ["train", "--learning-rate", "-1"],
      notes: "error: --learning-rate: expected a number above 0, or auto, found -1"),
    Case(
      arguments: ["train", "--learning-rate", "fast"],
      notes: "error: --learning-rate: expected a number above 0, or auto, found \"fast\""),
    Case(
      arguments: ["train", "--learning-rate", "nan"],
      notes: "error: --learning-rate: expected a number above 0, or auto, found \"nan\""),
    Case(
      arguments: ["train", "--learning-rate", "1e999"],
      notes: "error: --learning-rate: expected a number above 0, or auto, found \"1e999\""),
    Case(
      arguments: ["train", "--hidden", "0"],
      notes: "error: --hidden: expected a whole number of 1 or more units, found 0"),
    Case(
      arguments: ["train", "--hidden", "64,-3"],
      notes: "error: --hidden[1]: expected a whole number of 1 or more units, found -3"),
    Case(
      arguments: ["train", "--hidden", "9223372036854775807"],
      notes: "error: layer 1 (dense): expected fewer than 2^40 parameters, found more"),
    Case(
      arguments: ["train", "--epochs", "1.5"],
      notes: "error: --epochs: expected a whole number of 1 or more, found 1.5"),
    Case(
      arguments: ["train", "--batch-size", "0"],
      notes: "error: --batch-size: expected a whole number of 1 or more, or full, found 0"),
    Case(
      arguments: ["train", "--validation", "1"],
      notes:
        "error: --validation: expected a share of at least 0 and less than 1, or given, found 1"),
    Case(
      arguments: ["train", "--test", "-0.1"],
      notes: "error: --test: expected a share of at least 0 and less than 1, given or training, "
        + "found -0.1"),
    Case(
      arguments: ["train", "--dropout", "1"],
      notes: "error: --dropout: expected a rate of at least 0 and less than 1, found 1"),
    Case(
      arguments: ["train", "--seed", "-1"],
      notes: "error: --seed: expected a whole number of 0 or more, found -1"),
    Case(
      arguments: ["train", "--threads", "0"],
      notes: "error: --threads: expected a whole number from 1 to 1024, or auto, found 0"),
    Case(
      arguments: ["train", "--early-stopping", "-1"],
      notes: "error: --early-stopping: expected a whole number of 0 or more epochs, found -1"),
    Case(
      arguments: ["train", "--max-norm", "0"],
      notes: "error: --max-norm: expected a number above 0, or none, found 0"),
    Case(
      arguments: ["train", "--average-decay", "1"],
      notes: "error: --average-decay: expected a number above 0 and below 1, or none, found 1"),
    Case(
      arguments: ["train", "--class-weight", "heavy"],
      notes: "error: --class-weight: expected balanced, none, or a list of numbers, "
        + "found \"heavy\""),
  ]

  static let kinds = [
    Case(
      arguments: ["train", "--activation", "rleu"],
      notes: "error: --activation: unknown activation \"rleu\". Did you mean \"relu\"? Known: "
        + "linear, relu, leaky-relu, elu, selu, gelu, silu, softplus, sigmoid, tanh, softmax."),
    Case(
      arguments: ["train", "--optimizer", "adm"],
      notes: "error: --optimizer: unknown optimizer \"adm\". Did you mean \"adam\"? Known: sgd, "
        + "momentum, nesterov, rmsprop, adagrad, adadelta, adam, adamax, nadam, adamw."),
    Case(
      arguments: ["train", "--optimizer", "{kind: momentum, momentun: 0.9}"],
      notes: "error: --optimizer: unknown setting \"momentun\". Did you mean \"momentum\"? "
        + "Known: momentum."),
    Case(
      arguments: ["train", "--optimizer", "{kind: momentum, momentum: 2}"],
      notes: "error: --optimizer.momentum: expected a number from 0 to below 1, found 2"),
    Case(
      arguments: ["train", "--layers", "[{kind: dens, units: 3}]"],
      notes: "error: --layers[0]: unknown layer \"dens\". Did you mean \"dense\"? Known: dense, "
        + "activation, batch-normalization, layer-normalization, dropout, flatten, embedding, residual."
    ),
    Case(
      arguments: ["train", "--layers", "[{kind: dense, units: 0}]"],
      notes: "error: --layers[0].units: expected a whole number of 1 or more, found 0"),
    Case(
      arguments: ["train", "--scale", "standard"],
      notes: "error: --scale: unknown scaling \"standard\". Did you mean \"standardize\"? Known: "
        + "none, unit, image-max, image-standardize, min-max, standardize, robust, log, quantile."),
    Case(
      arguments: ["train", "--classes", "1,11"],
      notes: "error: digits: unknown class \"11\". "
        + "Known: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9."),
    Case(
      arguments: ["train", "--classes", "1"],
      notes: "error: digits: one class only: all 182 rows are \"1\". "
        + "Training needs rows of two classes at least.", code: 65),
  ]

  static let combinations = [
    Case(
      arguments: ["train", "--hidden", "8", "--layers", "[{kind: dense, units: 10}]"],
      notes: "error: --hidden can't be combined with --layers: the layers say it themselves. "
        + "Leave one of them out."),
    Case(
      arguments: ["train", "--from", "x", "--activation", "tanh"],
      notes: "error: --activation can't be combined with --from: the network and its scaling come "
        + "from the model file. Leave one of them out."),
    Case(
      arguments: ["train", "--batch-norm", "--layer-norm"],
      notes: "error: batch-norm and layer-norm can't be combined. Choose one of them."),
    Case(
      arguments: ["train", "--output-activation", "sigmoid"],
      notes: "error: output-activation: the loss cross-entropy applies softmax itself. "
        + "Leave output-activation out."),
    Case(
      arguments: ["train", "--dropout", "0.1,0.2"],
      notes: "error: dropout: expected one rate or 1, one per hidden layer, found 2"),
    Case(
      arguments: ["train", "--monitor", "val_acc", "--early-stopping", "3"],
      notes: "error: early stopping can't watch \"val_acc\". Did you mean \"val_accuracy\"? "
        + "Known: loss, accuracy, val_loss, val_accuracy."),
    Case(
      arguments: ["train", "--monitor", "val_loss", "--early-stopping", "3", "--validation", "0"],
      notes: "error: early stopping can't watch \"val_loss\". There is no validation. "
        + "Known: loss, accuracy."),
    Case(
      arguments: ["train", "--class-weight", "1,2"],
      notes: "error: expected 10 class weights, one per class, found 2"),
    Case(
      arguments: ["train", "sine", "--class-weight", "balanced"],
      notes: "error: class-weight: sine has numbers as targets, no classes"),
    Case(
      arguments: ["train", "digits", "--rows", "10"],
      notes: "error: rows: digits is not generated. Leave rows out."),
    Case(
      arguments: ["train", "digits", "--target", "x"],
      notes: "error: target: digits has no columns to choose from. Leave target out."),
    Case(
      arguments: ["train", "digits", "--test", "given"],
      notes: "error: test: digits comes without test rows of its own. "
        + "Give the share of rows to hold out, such as 0.2."),
    Case(
      arguments: ["train", "moons", "--rows", "3"],
      notes: "error: moons: 2 rows can't be split: a validation share of 0.1 leaves too little for "
        + "training. Use a validation share of 0, or give it more rows.", code: 65),
    Case(
      arguments: ["train", "--layers", "[{kind: dense, units: 9}]"],
      notes: "error: the loss cross-entropy can't train 9 outputs on 10 classes. "
        + "Give the last layer 10 units for cross-entropy.", code: 65),
    Case(
      arguments: ["predict", "x", "--format", "xml"],
      notes: "error: --format: unknown format \"xml\". Known: csv, json, jsonl."),
    Case(
      arguments: ["predict", "x", "--format", "jsonl", "--json"],
      notes: "error: --json and --format jsonl contradict each other. Leave one of them out."),
    Case(
      arguments: ["predict", "x", "--keep", "a,,b"],
      notes: "error: --keep: expected all, none or names of columns, found \"a,,b\""),
    Case(
      arguments: ["predict", "x", "--keep", "a,b,a"],
      notes: "error: --keep: a is named twice. Name it once."),
    Case(
      arguments: ["predict", "x", "--top", "0"],
      notes: "error: --top: expected a whole number of 1 or more, found \"0\""),
    Case(
      arguments: ["evaluate", "x", "digits", "--data", "mnist"],
      notes: "error: the data is named twice: digits and --data mnist. Leave one out."),
    Case(
      arguments: ["evaluate", "x", "--part", "tset"],
      notes: "error: --part: unknown rows \"tset\". Did you mean \"test\"? "
        + "Known: test, validation, training, all."),
  ]
}
