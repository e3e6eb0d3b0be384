import Descent
import Testing

/// How often a training is saved, as people write it.
@Suite struct CheckpointIntervalTests {
  /// What `--print-config` makes of an interval.
  private func resolved(_ text: String) -> String {
    let answer = descent("train", "xor", "--checkpoint-every", text, "--print-config")
    guard answer.code == 0 else { return answer.notes }
    let line = answer.output.split(separator: "\n").first { $0.hasPrefix("checkpoint-every: ") }
    return line.map { String($0.dropFirst(18)) } ?? "missing"
  }

  @Test(arguments: [
    ("1epochs", "1epochs"), ("1 epoch", "1epochs"), ("5", "5epochs"), ("12 epochs", "12epochs"),
    ("200steps", "200steps"), ("1step", "1steps"), ("7 steps", "7steps"), ("30s", "30s"),
    ("0.5s", "0.5s"), ("1 second", "1s"), ("90 seconds", "90s"), ("0", "none"), ("0s", "none"),
    ("0steps", "none"), ("none", "none"), ("auto", "auto"),
  ])
  func intervals(_ text: String, _ expected: String) throws {
    #expect(resolved(text) == expected)
    #expect(resolved(expected) == expected)
    let folder = try Folder()
    let config = try folder.write("checkpoint-every: \(text)\n", "c.yaml")
    let answer = descent("train", "xor", "--config", config, "--print-config")
    #expect(answer.output.contains("\ncheckpoint-every: \(expected)\n"))
  }

  @Test(arguments: ["-1", "1.5", "2.5steps", "often", "3 weeks", "s", "1e400s", ".", "1.2.3s", ""])
  func noIntervals(_ text: String) {
    #expect(
      resolved(text)
        == "error: --checkpoint-every: expected a number of epochs, steps or seconds, such as "
        + "1epochs, 200steps or 30s, auto or none, found \(found(text))\n")
  }

  private func found(_ text: String) -> String {
    Double(text).map { Int(exactly: $0).map(String.init) ?? "\($0)" } ?? "\"\(text)\""
  }

  @Test func automaticUnlessStated() {
    let text = descent("train", "digits", "--print-config").output
    #expect(text.contains("\ncheckpoint-every: auto\n"))
    let list = descent("train", "digits", "--checkpoint-every", "[1,2]")
    #expect(list.code == 64)
  }
}
