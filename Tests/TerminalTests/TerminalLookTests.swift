import Terminal
import Testing

/// What the environment says about a terminal.
@Suite struct TerminalLookTests {
  @Test(
    arguments: [
      (["TERM": "xterm-256color", "COLORTERM": "truecolor"], .full),
      (["TERM": "xterm", "COLORTERM": "24bit"], .full),
      (["TERM": "xterm-direct"], .full),
      (["TERM": "tmux-256color"], .palette),
      (["TERM": "xterm-256color", "COLORTERM": "yes"], .palette),
      (["TERM": "xterm"], .few), (["TERM": "linux"], .few),
      (["TERM": "dumb", "COLORTERM": "truecolor"], .none),
      (["COLORTERM": "truecolor"], .none), ([:], .none),
    ] as [([String: String], TerminalLook.Colors)])
  func colors(_ environment: [String: String], _ colors: TerminalLook.Colors) {
    #expect(TerminalLook(environment: environment, isColored: true).colors == colors)
    #expect(TerminalLook(environment: environment, isColored: false).colors == .none)
  }

  @Test(
    arguments: [
      (["LANG": "en_US.UTF-8"], true), (["LANG": "C.utf8"], true), (["LANG": "C"], false),
      (["LC_ALL": "C", "LANG": "C.UTF-8"], false), (["LC_CTYPE": "C.UTF-8", "LANG": "C"], true),
      (["LC_ALL": "", "LANG": "C.UTF-8"], true), ([:], false),
    ] as [([String: String], Bool)])
  func characters(_ environment: [String: String], _ isUnicode: Bool) {
    #expect(TerminalLook(environment: environment, isColored: true).isUnicode == isUnicode)
  }

  @Test func inksByColors() {
    #expect(TerminalLine("a", .training, .plain).text == "a")
    #expect(TerminalLine("a", .training, .few).text == "\u{1B}[36ma\u{1B}[0m")
    #expect(TerminalLine("a", .validation, .palette).text == "\u{1B}[38;5;208ma\u{1B}[0m")
    #expect(TerminalLine("日本", .bold, .full).columns == 4)
    #expect(TerminalLine("日本", .plain, .full).text == "日本")
  }
}
