import Descent
import Foundation
import Testing

/// Folders of pictures in every command.
@Suite(.enabled(if: hasPNG, "libpng 1.6 is not on this machine"))
struct PictureCommandTests {
  private let folder: Folder

  init() throws { folder = try Folder() }

  private func train(_ arguments: String...) -> Answer {
    descent(["train"] + arguments + ["--epochs", "30", "--output", folder["run"]], in: folder)
  }

  @Test func aFolderIsTrainedOn() throws {
    try writePictures(folder["bars"], count: 30)
    try folder.write("remember", "bars/upright/notes.txt")
    let answer = train(folder["bars"])
    #expect(answer.code == 0, "\(answer.notes)")
    #expect(
      answer.output.contains(
        "bars: 2 classes, rows of 6x6x1; 43 to train, 5 to validate, 12 to test"))
    #expect(
      answer.notes.hasPrefix(
        "note: Not used, because no pictures in a class folder: DIR/bars/upright/notes.txt.\n"))
    let config = try readText(folder["run/config.yaml"])
    #expect(config.contains("\npicture-size: 6x6\n"))
    #expect(config.contains("\npicture-color: grey\n"))
    #expect(config.contains("\nvalidation: 0.1\n"))
    // The config file trains the same model again.
    let again = descent("train", "--config", folder["run/config.yaml"], "--output", folder["again"])
    #expect(again.code == 0)
    #expect(try folder.bytes("run/model.safetensors") == folder.bytes("again/model.safetensors"))

    let inspected = descent("inspect", folder["run"]).output
    #expect(
      inspected.contains(
        "\npictures    6x6 grey: turned as EXIF data says, transparency on white, resized by\n"
          + "            area averaging\n"))
    let document = try json(descent("inspect", folder["run"], "--json").output)
    #expect(
      document["features"]?.table?["pictures"]
        == .table(["height": 6, "width": 6, "color": "grey"]))
    let evaluated = descent("evaluate", folder["run"], "--json")
    #expect(try json(evaluated.output)["rows"] == 12)
    let data = descent("inspect", folder["bars"], in: folder)
    #expect(data.output.hasPrefix("bars: 60 rows of 6x6x1, 2 classes\n"))
  }

  @Test func foldersOfASplit() throws {
    try writePictures(folder["bars/train"], count: 20)
    try writePictures(folder["bars/val"], count: 4)
    try writePictures(folder["bars/test"], count: 6)
    let answer = train(folder["bars"])
    #expect(answer.code == 0, "\(answer.notes)")
    #expect(
      answer.output.contains(
        "bars: 2 classes, rows of 6x6x1; 40 to train, 8 to validate, 12 to test"))
    let config = try readText(folder["run/config.yaml"])
    #expect(config.contains("\nvalidation: given\n"))
    #expect(config.contains("\ntest: given\n"))
    for (part, rows) in [("training", 40), ("validation", 8), ("test", 12)] as [(String, Value)] {
      let evaluated = descent("evaluate", folder["run"], "--part", part, "--json")
      #expect(try json(evaluated.output)["rows"] == rows)
    }
    let none = descent(
      "train", folder["bars"], "--validation", "0", "--epochs", "1", "--quiet", "--output",
      folder["none"])
    #expect(none.code == 0, "\(none.notes)")
    let share = descent("train", folder["bars"], "--validation", "0.2", "--output", folder["no"])
    #expect(share.code == 64)
    #expect(
      share.notes
        == "error: validation: bars comes with validation rows of its own; no others are held out. "
        + "Leave validation out, or say 0 to do without.\n")
    let given = descent("train", "moons", "--validation", "given", "--output", folder["no"])
    #expect(given.code == 64)
    #expect(
      given.notes
        == "error: validation: moons comes without validation rows of its own. Give the share of rows "
        + "to hold out, such as 0.1.\n")
  }

  @Test func predictNamesTheFiles() throws {
    try writePictures(folder["bars"], count: 30)
    #expect(train(folder["bars"]).code == 0)
    // Another size and color, and transparent where the bar isn't bright.
    let large = try bar(upright: true, at: 2).resized(height: 24, width: 18).color
    try AtomicFile.write(large.png(), to: folder["large.png"])
    let one = descent("predict", folder["run"], folder["large.png"], in: folder)
    #expect(one.code == 0)
    #expect(one.output.hasPrefix("file,label,probability\nDIR/large.png,upright,0."))
    #expect(one.notes == "note: 1 picture of 24x18 made 6x6.\n")

    let several = descent(
      "predict", folder["run"], folder["large.png"], folder["bars/lying/03.png"], "--json",
      in: folder)
    let lines = several.output.split(separator: "\n")
    #expect(lines.count == 4)
    #expect(
      lines[2].hasPrefix("{\"row\":2,\"file\":\"DIR/bars/lying/03.png\",\"label\":\"lying\","))

    let all = descent("predict", folder["run"], folder["bars"], in: folder)
    let rows = all.output.split(separator: "\n")
    #expect(rows.count == 61)
    #expect(rows[1].hasPrefix("DIR/bars/lying/00.png,lying,"))
    #expect(rows[60].hasPrefix("DIR/bars/upright/29.png,upright,"))
    #expect(all.notes == "")
    try writePictures(folder["others"], count: 5, side: 9)
    let evaluated = descent("evaluate", folder["run"], "--data", folder["others"], "--json")
    #expect(try json(evaluated.output)["rows"] == 10)
    #expect(evaluated.notes == "note: 10 pictures of 9x9 made 6x6.\n")
  }

  @Test func listsOfPictures() throws {
    try writePictures(folder["bars"], count: 20)
    var table = "picture,way\n"
    for name in ["lying", "upright"] {
      for file in folder.names("bars/\(name)") { table += "bars/\(name)/\(file),\(name)\n" }
    }
    let list = try folder.write(table, "list.csv")
    let answer = train(list, "--target", "way", "--picture-size", "3x4")
    #expect(answer.code == 0, "\(answer.notes)")
    #expect(answer.output.contains("list: 2 classes, rows of 3x4x1; "))
    #expect(
      answer.notes.hasPrefix(
        "note: The pictures are named by column \"picture\".\nnote: 40 pictures of 6x6 made 3x4.\n")
    )
    let predicted = descent("predict", folder["run"], list, in: folder)
    let rows = predicted.output.split(separator: "\n")
    #expect(rows.count == 41)
    #expect(rows[0] == "picture,way,predicted_way,probability")
    #expect(rows[1].hasPrefix("bars/lying/00.png,lying,lying,"))
    #expect(predicted.notes == "note: 40 pictures of 6x6 made 3x4.\n")
    let kept = descent("predict", folder["run"], list, "--keep", "way", "--json")
    #expect(
      kept.output.split(separator: "\n")[1].hasPrefix(
        "{\"row\":1,\"columns\":{\"way\":\"lying\"},\"label\":\"lying\","),
      "\(kept.output.prefix(300))")
    let numbered = descent("predict", folder["run"], list, "--keep", "none")
    #expect(numbered.output.hasPrefix("row,label,probability\n1,lying,"))
    // On standard input, paths start in the folder where the command runs.
    let input = table.replacingOccurrences(of: "bars/", with: folder["bars/"])
    let piped = descent("predict", folder["run"], "-", input: input, in: folder)
    #expect(
      piped.output == predicted.output.replacingOccurrences(of: "\nbars/", with: "\nDIR/bars/"))
    let stray = descent("predict", folder["run"], list, "--keep", "wya", in: folder)
    #expect(
      stray.notes
        == "error: DIR/list.csv: no kept column \"wya\". Did you mean \"way\"? Known: picture, way.\n"
    )
    let refused = descent("train", list, "--missing", "mean", "--output", folder["no"], in: folder)
    #expect(
      refused
        == Answer(
          code: 64, output: "",
          notes:
            "error: missing: the features of DIR/list.csv are its pictures. Leave missing out.\n"))
  }

  @Test func listsThatDivideTheirRows() throws {
    try writePictures(folder["bars"], count: 20)
    var table = "picture,part,weight,way\n"
    for name in ["lying", "upright"] {
      for (index, file) in folder.names("bars/\(name)").enumerated() {
        let part = index < 10 ? "train" : index < 15 ? "validation" : "test"
        table += "bars/\(name)/\(file),\(part),\(index < 5 ? 2 : 1),\(name)\n"
      }
    }
    let list = try folder.write(table, "list.csv")
    let answer = train(list, "--split-by", "column=part", "--sample-weight", "weight")
    #expect(answer.code == 0, "\(answer.notes)")
    #expect(answer.output.contains("20 to train, 10 to validate, 10 to test"), "\(answer.output)")
    #expect(
      answer.notes.hasPrefix(
        "note: The pictures are named by column \"picture\".\nnote: Column \"part\" divides the rows."
          + "\nnote: Column \"weight\" weighs the rows.\n"), "\(answer.notes)")
    let evaluated = descent("evaluate", folder["run"], "--json")
    #expect(try json(evaluated.output)["rows"] == 10)
    let refused = descent(
      "train", list, "--split-by", "group=prat", "--output", folder["no"], in: folder)
    #expect(
      refused.notes == "error: DIR/list.csv: no splitting column \"prat\". Did you mean \"part\"? "
        + "Known: picture, part, weight, way.\n")
  }

  /// The same rows in all commands, however often the settings go through a file.
  @Test func unreadablePicturesAreSkipped() throws {
    try writePictures(folder["bars"], count: 20)
    for name in ["lying/03", "upright/11"] { try folder.write("no picture", "bars/\(name).png") }
    let named = "DIR/bars/lying/03.png, DIR/bars/upright/11.png"
    let note = "note: 2 pictures left out, because they can't be read: \(named).\n"
    let refused = descent("train", folder["bars"], "--output", folder["no"], in: folder)
    #expect(
      refused.notes
        == "error: 2 of 40 pictures can't be read: \(named): expected a PNG or JPEG picture, found something "
        + "else. Mend or remove them, or leave them out with --unreadable skip.\n")
    let answer = descent(
      "train", folder["bars"], "--unreadable", "skip", "--epochs", "3", "--output", folder["run"],
      in: folder)
    #expect(answer.code == 0, "\(answer.notes)")
    #expect(answer.notes.hasPrefix(note), "\(answer.notes)")
    #expect(answer.output.contains("27 to train, 3 to validate, 8 to test"), "\(answer.output)")
    #expect(try readText(folder["run/config.yaml"]).contains("\nunreadable: skip\n"))
    let again = descent("train", "--config", folder["run/config.yaml"], "--output", folder["again"])
    #expect(again.code == 0)
    #expect(try folder.bytes("run/model.safetensors") == folder.bytes("again/model.safetensors"))
    let evaluated = descent("evaluate", folder["run"], "--json")
    #expect(try json(evaluated.output)["rows"] == 8, "\(evaluated.notes)")

    let other = descent(
      "evaluate", folder["run"], folder["bars"], "--part", "all", "--unreadable", "skip", "--json")
    #expect(try json(other.output)["rows"] == 38, "\(other.notes)")
    let predicted = descent(
      "predict", folder["run"], folder["bars"], "--unreadable", "skip", in: folder)
    #expect(predicted.output.split(separator: "\n").count == 39)
    #expect(predicted.notes == note)
    let none = descent(
      "predict", folder["run"], folder["bars/lying/03.png"], "--unreadable", "skip", in: folder)
    #expect(none.code == 65)
    #expect(none.notes.hasSuffix("error: the picture can't be read\n"), "\(none.notes)")

    let shown = descent(
      "data", "show", folder["bars"], "--unreadable", "skip", "--rows", "4", in: folder)
    #expect(shown.code == 0)
    #expect(shown.output.contains("bars: 38 pictures of 6x6x1, 2 classes"), "\(shown.output)")
    #expect(shown.output.contains("04.png"), "\(shown.output)")
    let made = descent(
      "init", folder["bars"], "--unreadable", "skip", "--picture-size", "3x3", "--output",
      folder["b.yaml"])
    #expect(made.code == 0, "\(made.notes)")
    let config = try readText(folder["b.yaml"])
    #expect(config.contains("\nunreadable: skip\n") && config.contains("\npicture-size: 3x3\n"))
    let inspected = descent("inspect", folder["bars"], "--unreadable", "skip")
    #expect(inspected.output.hasPrefix("bars: 38 rows"))
  }

  @Test func descriptionsNameAllThatCannotBeRead() throws {
    try writePictures(folder["bars/train"], count: 5)
    try writePictures(folder["bars/val"], count: 2)
    try folder.write("no picture", "bars/train/lying/03.png")
    let answer = descent("data", "describe", folder["bars"], "--json", in: folder)
    #expect(answer.code == 0, "\(answer.notes)")
    let document = try json(answer.output)
    #expect(document["rows"] == 9)
    #expect(document["validation_rows"] == 4)
    let findings = document["findings"]?.list?.compactMap { $0.table } ?? []
    func message(_ kind: String) -> String? {
      findings.first { $0["kind"]?.text == kind }?["message"]?.text
    }
    #expect(
      message("unreadable")
        == "1 picture can't be read: DIR/bars/train/lying/03.png: expected a PNG or JPEG picture, found "
        + "something else")
    #expect(
      message("train-and-validation")
        == "4 rows of the 4 validation rows are among the training rows, too: DIR/bars/val/lying/00.png is "
        + "DIR/bars/train/lying/00.png, DIR/bars/val/lying/01.png is DIR/bars/train/lying/01.png, "
        + "DIR/bars/val/upright/00.png is DIR/bars/train/upright/00.png, DIR/bars/val/upright/01.png is "
        + "DIR/bars/train/upright/01.png")
    #expect(document["notes"] == .list([]))
    let skipped = descent("data", "describe", folder["bars"], "--unreadable", "skip", in: folder)
    #expect(skipped.output.hasPrefix("bars: 9 rows and 4 to validate of 6x6x1\n"))
    #expect(!skipped.output.contains("- unreadable:"))
    #expect(skipped.output.contains("1 picture left out, because it can't be read:"))
  }

  /// A list is described by its pictures, not by the texts of its cells.
  @Test func descriptionsOfLists() throws {
    try writePictures(folder["bars"], count: 5)
    var table = "picture,length\n"
    for name in ["lying", "upright"] {
      for (index, file) in folder.names("bars/\(name)").enumerated() {
        table += "bars/\(name)/\(file),\(index).5\n"
      }
    }
    let list = try folder.write(table, "list.csv")
    let answer = descent("data", "describe", list, in: folder)
    #expect(answer.code == 0, "\(answer.notes)")
    #expect(answer.output.hasPrefix("list: 10 rows of 6x6x1\n"), "\(answer.output)")
    #expect(answer.output.contains("\nlength  target: number, 5 different\n"), "\(answer.output)")
    #expect(!answer.output.contains("--ignore"))
    try folder.write(
      table.replacingOccurrences(of: "lying/00.png", with: "lying/0.png"), "list.csv")
    let missing = descent("data", "describe", list, in: folder)
    #expect(missing.output.hasPrefix("list: 9 rows of 6x6x1\n"), "\(missing.notes)")
    #expect(
      missing.output.inOneLine.contains(
        "- unreadable: 1 picture can't be read: DIR/bars/lying/0.png: no such file. Mend"),
      "\(missing.output)")
    // What is no list after all is a table with a finding.
    try folder.write(table.replacingOccurrences(of: "bars/lying/00.png", with: "a.gif"), "list.csv")
    let odd = descent("data", "describe", list, in: folder)
    #expect(odd.output.hasPrefix("list: 10 rows, 2 columns, target length\n"), "\(odd.notes)")
    #expect(
      odd.output.inOneLine.contains(
        "- unreadable: DIR/list.csv:2:1: column \"picture\": expected the path of a PNG or JPEG picture, "
          + "as in 9 of 10 rows, found \"a.gif\". Mend it;"),
      "\(odd.output)")
  }

  @Test func classesOfAnotherModel() throws {
    try writePictures(folder["bars"])
    #expect(train(folder["bars"]).code == 0)
    try writePictures(folder["others"])
    try FileManager.default.moveItem(atPath: folder["others/lying"], toPath: folder["others/flat"])
    let answer = descent(
      "train", folder["others"], "--from", folder["run/model.safetensors"], "--output",
      folder["no"],
      in: folder)
    #expect(
      answer.notes
        == "error: DIR/run/model.safetensors: the model predicts lying, upright, but others has flat, "
        + "upright\n")
  }

  @Test func modelsOfOtherDataTakePictures() throws {
    // Bytes in another format: IDX.
    let side: UInt8 = 6
    var images: ContiguousArray<UInt8> = [0, 0, 8, 3, 0, 0, 0, 40, 0, 0, 0, side, 0, 0, 0, side]
    var labels: ContiguousArray<UInt8> = [0, 0, 8, 1, 0, 0, 0, 40]
    for index in 0..<40 {
      images += try bar(upright: index % 2 == 1, at: index / 2).samples
      labels.append(UInt8(index % 2))
    }
    try AtomicFile.write(images, to: folder["a-images-idx3-ubyte"])
    try AtomicFile.write(labels, to: folder["a-labels-idx1-ubyte"])
    #expect(train(folder["a-images-idx3-ubyte"]).code == 0)
    try AtomicFile.write(try bar(upright: true, at: 4).png(), to: folder["b.png"])
    let answer = descent("predict", folder["run"], folder["b.png"], in: folder)
    #expect(answer.output.hasPrefix("file,label,probability\nDIR/b.png,1,"))
    #expect(
      answer.notes
        == "note: The model was not trained on picture files; they are made 6x6 grey.\n")
  }

  @Test func whatIsRefused() throws {
    func refuses(_ arguments: String..., code: Int32, _ notes: String) {
      #expect(descent(arguments, in: folder) == Answer(code: code, output: "", notes: notes + "\n"))
    }
    try writePictures(folder["bars"])
    refuses(
      "train", "moons", "--picture-size", "8x8", code: 64,
      "error: picture-size: moons holds no picture files. Leave picture-size out.")
    refuses(
      "train", "moons", "--picture-color", "grey", code: 64,
      "error: picture-color: moons holds no picture files. Leave picture-color out.")
    refuses(
      "train", folder["bars"], "--picture-size", "8x", code: 64,
      "error: --picture-size: expected height and width such as 28x28, each from 1 to 4,096, found "
        + "\"8x\"")
    refuses(
      "train", folder["bars"], "--picture-color", "blue", code: 64,
      "error: --picture-color: expected grey or color, found \"blue\"")
    refuses(
      "train", folder["bars"], "--picture-color", "gray", code: 64,
      "error: --picture-color: expected grey or color, found \"gray\". Did you mean \"grey\"?")
    refuses(
      "train", "moons", "--unreadable", "skip", code: 64,
      "error: unreadable: moons holds no picture files. Leave unreadable out.")
    refuses(
      "data", "show", folder["bars"], "--unreadable", "leave", code: 64,
      "error: --unreadable: expected error or skip, found \"leave\"")
    refuses(
      "data", "describe", "moons", "--picture-size", "8", code: 64,
      "error: picture-size: moons holds no picture files. Leave picture-size out.")
    try AtomicFile.write([0x89, 0x50, 0x4E], to: folder["bars/lying/03.png"])
    refuses(
      "train", folder["bars"], code: 65,
      "error: DIR/bars/lying/03.png: expected a PNG or JPEG picture, found something else. Mend or remove "
        + "it, or leave it out with --unreadable skip.")
    try AtomicFile.write(try bar(upright: true, at: 1).png(), to: folder["bars/lying/03.png"])
    #expect(
      descent("train", folder["bars"], "--epochs", "1", "--quiet", "--output", folder["run"]).code
        == 0)
    refuses(
      "predict", folder["run"], folder["bars"], "moons", code: 64,
      "error: moons is no picture and no folder of them; it can't be combined with others. "
        + "Predict for one after the other.")
    refuses(
      "predict", folder["run"], "moons", "circles", code: 64,
      "error: 2 inputs; several are taken for pictures only. Predict for one after the other.")
    refuses(
      "predict", folder["run"], folder["bars"], folder["bar.png"], code: 66,
      "error: DIR/bar.png: no such file")
    let resized = descent(
      "train", folder["bars"], "--from", folder["run/model.safetensors"], "--picture-size", "3x3",
      "--output", folder["no"], in: folder)
    #expect(resized.code == 65)
    #expect(
      resized.notes
        == "error: DIR/run/model.safetensors: the model takes pictures of 6x6 grey, but those of bars are "
        + "read as 3x3 grey\n")
    #expect(
      descent(
        "train", folder["bars"], "--from", folder["run/model.safetensors"], "--epochs", "1",
        "--quiet",
        "--output", folder["more"]
      ).code == 0)
    #expect(
      descent("train", "moons", "--epochs", "1", "--quiet", "--output", folder["moons"]).code == 0)
    refuses(
      "predict", folder["moons"], folder["bars/lying/03.png"], code: 65,
      "error: DIR/bars/lying/03.png: a picture, but the model takes rows of 2 numbers")
  }
}

extension String {
  /// Without the line ends of a terminal.
  fileprivate var inOneLine: String { split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
