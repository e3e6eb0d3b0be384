import Descent
import Testing

/// `descent bench`. How long anything takes is never looked at.
@Suite struct BenchCommandTests {
  /// Ends after one round of few rows.
  private let tiny = ["--epochs", "1", "--rows", "40", "--threads", "2"]

  @Test(arguments: [
    ["fashion-batchnorm", "a"], ["digit-pair", "b"], ["fashion-sigmoid", "c"],
    ["fashion-adam-32", "d"], ["fashion-adam-128", "e"], ["fashion-wide", "f"],
    ["digits-full-batch", "g"],
  ])
  func namesAndLetters(_ names: [String]) throws {
    let list = try #require(try JSONReader().read(descent("bench", "--list", "--json").output).list)
    let found = list.compactMap(\.table).first { $0["name"]?.text == names[0] }
    #expect(found?["letter"]?.text == names[1])
  }

  @Test func listing() {
    let answer = descent("bench", "--list")
    #expect(answer.code == 0)
    #expect(answer.notes == "")
    #expect(
      answer.output.contains(
        "\ng  digits-full-batch        64-48-32-10, sigmoid; full batch, momentum; digits\n"))
  }

  /// Without files the pictures are generated, and it is said so.
  @Test func generatedPictures() throws {
    let answer = descent(["bench", "mnist-adam-128", "b", "--json"] + tiny)
    #expect(answer.code == 0, "\(answer.notes)")
    #expect(
      answer.notes.hasPrefix(
        "mnist-adam-128: 784-128-10, relu; batches of 128, adam; MNIST, 40 rows generated\n"))
    let document = try json(answer.output)
    let trainings = try #require(document["training"]?.list)
    #expect(trainings.count == 2)
    let table = try #require(trainings[0].table)
    #expect(table["workload"]?.text == "mnist-adam-128")
    #expect(table["source"]?.text == "generated")
    #expect(table["rows"]?.integer == 40)
    #expect(table["batch"]?.integer == 40)
    #expect(table["threads"]?.integer == 2)
    #expect(table["rounds"]?.list?.count == 1)
    // Forward, the gradient of both layers' weights, and of the second layer's inputs.
    #expect(table["operations"]?.integer == 40 * 2 * (3 * (784 * 128 + 128 * 10) - 784 * 128))
    #expect(trainings[1].table?["batch"]?.integer == 40)
  }

  /// The figures follow from the seconds and the peak that stand beside them.
  @Test func figuresAgree() throws {
    let document = try json(
      descent(["bench", "g", "--json", "--epochs", "3", "--rows", "9"]).output)
    let peak = try #require(document["peak"]?.table?["all_threads"]?.number)
    let table = try #require(document["training"]?.list?[0].table)
    func number(_ name: String) throws -> Double { try #require(table[name]?.number) }
    func close(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 1e-9 * abs(b) }
    let seconds = try number("seconds_per_epoch")
    let rounds = try #require(table["rounds"]?.list).compactMap(\.number).sorted()
    #expect(rounds.count == 3)
    #expect(close(seconds, rounds[1]))
    #expect(close(try number("samples_per_second"), 9 / seconds))
    #expect(close(try number("operations_per_second"), try number("operations") / seconds))
    #expect(close(try number("floor_seconds"), try number("operations") / peak))
    #expect(close(try number("share_of_floor"), try number("floor_seconds") / seconds))
    #expect(close(try number("microseconds_per_step"), seconds * 1e6))
    #expect(table["source"]?.text == "embedded")
    #expect(try number("loss") > 0)
  }

  @Test(arguments: [nil, 80]) func tables(_ width: Int?) {
    let answer = descent(
      ["bench", "fashion-batchnorm", "predict-row", "predict-32", "load-csv"] + tiny,
      environment: ["NO_COLOR": "1"], width: width)
    #expect(answer.code == 0, "\(answer.notes)")
    let lines = answer.output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[0].hasPrefix("Descent 0.1.0"))
    #expect(lines[1].hasPrefix("peak "))
    #expect(lines[2] == "")
    for title in ["Training  ", "Prediction  ", "Reading  "] {
      #expect(lines.contains { $0.hasPrefix(title) }, "\(title)")
    }
    #expect(lines.contains { $0.hasPrefix("a fashion-batchnorm  ") })
    #expect(lines.contains { $0.hasPrefix("load-csv  ") })
    #expect(lines[2...].allSatisfy { $0.count <= 80 })
  }

  @Test func ownNetworks() throws {
    let answer = descent(
      "bench", "--network", "5-7-3-1", "--batch", "full", "--optimizer",
      "{kind: momentum, momentum: 0.5}", "--activation", "tanh", "--rows", "11", "--epochs", "1",
      "--json")
    #expect(answer.code == 0, "\(answer.notes)")
    #expect(
      answer.notes
        == "5-7-3-1: 5-7-3-1, tanh; full batch, momentum; random numbers, 11 rows generated\n")
    let table = try #require(try json(answer.output)["training"]?.list?[0].table)
    #expect(table["operations"]?.integer == 11 * 2 * (3 * (35 + 21 + 3) - 35))
    #expect(table["batch"]?.integer == 11)
    #expect(descent(["bench", "--network", "4-1000", "--batch", "8"] + tiny).code == 0)
  }

  /// A file of one's own, gaps included.
  @Test func ownFiles() throws {
    let folder = try Folder()
    let path = try folder.write("a,b,y\n1,x,1.5\n,z,2.5\n", "own.csv")
    let answer = descent("bench", "--read", path, "--read", "digits", "--epochs", "1", "--json")
    #expect(answer.code == 0, "\(answer.notes)")
    let list = try #require(try json(answer.output)["reading"]?.list?.compactMap(\.table))
    #expect(list.map { $0["workload"]?.text } == [path, "digits"])
    #expect(list[0]["rows"]?.integer == 2 && list[0]["bytes"]?.integer == 21)
    let missing = descent("bench", "--read", path + "x", "--epochs", "1")
    #expect(missing.code == 66)
    let both = descent("bench", "--read", path, "--network", "3-2-1")
    #expect(both.code == 64)
    #expect(
      both.notes
        == "error: --network can't be combined with --read. Leave one of them out.\n")
  }

  @Test func missingFilesCantBeRead() {
    let answer = descent("bench", "load-mnist", "--epochs", "1", environment: ["HOME": "/nowhere"])
    #expect(answer.code == 66)
    #expect(answer.notes.contains("Fetch it with: descent data fetch mnist"))
  }
}
