import Basics
import Testing

/// Columns of texts on a terminal.
@Suite struct TerminalTextTests {
  @Test(arguments: [
    ("", 0), ("abc", 3), ("Zürich", 6), ("Zu\u{308}rich", 6), ("東京", 4), ("ｱ", 1), ("Ａ", 2),
    ("한국", 4), ("각", 2), ("é", 1), ("👍", 2), ("👍🏽", 2), ("👩‍👩‍👧", 2), ("🇸🇪", 2), ("❤️", 2),
    ("❤", 1), ("⌚", 2), ("a\u{200B}b", 2), ("नमस्ते", 4), ("…", 1), ("█▏⣿", 3),
  ]) func widths(_ text: String, _ width: Int) {
    #expect(text.displayWidth == width)
  }

  @Test(arguments: [
    ("abc", 3, "abc"), ("abcd", 3, "ab…"), ("東京都", 6, "東京都"), ("東京都", 5, "東京…"),
    ("東京都", 4, "東…"), ("東京都", 1, "…"), ("abc", 0, ""), ("", 0, ""), ("👩‍👩‍👧👍", 3, "👩‍👩‍👧…"),
  ]) func shortened(_ text: String, _ width: Int, _ expected: String) {
    #expect(text.shortened(to: width) == expected)
    #expect(text.shortened(to: width).displayWidth <= width)
  }

  @Test func printable() {
    #expect("a\u{1B}[2J\tb\nc\u{7F}\u{9B}d".printable == "a?[2J?b?c??d")
    // Marks that turn the direction of what follows, and line ends of Unicode.
    #expect("a\u{202E}b\u{2066}c\u{2028}d".printable == "a?b?c?d")
    #expect("Zürich 東京 👩‍👩‍👧".printable == "Zürich 東京 👩‍👩‍👧")
  }

  @Test func folded() {
    #expect("one two three".folded(7) == ["one two", "three"])
    #expect("東京 大阪".folded(8) == ["東京", "大阪"])
    #expect("".folded(8) == [""])
  }
}
