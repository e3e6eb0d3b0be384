import Basics
import Testing

@Suite struct ShellTextTests {
  @Test(arguments: [
    ("plain-1.csv", "plain-1.csv"), ("", "''"), ("two words", "'two words'"),
    ("it's", #"'it'\''s'"#), ("größe", "größe"), ("$HOME", "'$HOME'"),
    ("y\u{1B}]0;pwn\u{7}", #"$'y\x1b]0;pwn\x07'"#), ("it's\n\\", #"$'it\'s\x0a\\'"#),
    ("a\u{202E}b", #"$'a\xe2\x80\xaeb'"#),
  ])
  func quotes(_ argument: String, _ expected: String) {
    #expect(quotedForShell(argument) == expected)
  }
}
