import Commands

@main
struct DescentTool {
  static func main() { Program.main() }
}
