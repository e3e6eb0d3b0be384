import Basics
import Datasets
import Testing

@Suite struct SpellingsTests {
  @Test func levelsThatDifferInCaseOrSpaces() {
    let levels = ["No", "YES", "Yes", "maybe", "no", "not sure", "notsure"]
    #expect(
      TableColumn.alike(levels) == [["No", "no"], ["YES", "Yes"], ["not sure", "notsure"]])
    #expect(
      TableColumn.alikeText(levels, called: "levels")
        == "\"No\" and \"no\", \"YES\" and \"Yes\", \"not sure\" and \"notsure\" differ only in case or "
        + "spaces, but are levels of their own")
    #expect(TableColumn.alikeText(["a", "b"], called: "levels") == nil)
  }

  @Test func notesNameColumnsAndClasses() throws {
    let data = try Dataset(
      name: "a", shape: [1], features: .scalars([0, 1]), targets: [0, 1],
      task: .classification(classes: ["A", "a"]),
      columns: [TableColumn("c", .category(levels: ["X", "x"]))])
    let fix = "Write them alike if they mean the same."
    #expect(
      data.spellingNotes == [
        "Column \"c\": \"X\" and \"x\" differ only in case or spaces, but are levels of their own. \(fix)",
        "The target: \"A\" and \"a\" differ only in case or spaces, but are classes of their own. \(fix)",
      ])
  }

  @Test func yesAndNoInOtherWords() {
    func meaning(_ text: String, _ no: String = "no", _ yes: String = "yes") -> Int? {
      TableColumn.yesNo(text, no: no, yes: yes)
    }
    #expect(["NO", "Yes", "true", "FALSE"].map { meaning($0) } == [0, 1, 1, 0])
    #expect(["y", "1", ""].map { meaning($0) } == [nil, nil, nil])
    // No words for yes and no.
    #expect(meaning("true", "man", "woman") == nil)
    #expect(meaning("MAN", "man", "woman") == 0)
    // Two texts that differ in case only.
    #expect(meaning("aB", "AB", "ab") == nil)
  }
}
