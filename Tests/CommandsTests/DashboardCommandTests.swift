import Dashboard
import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// `descent dashboard` and `train --live`.
@Suite struct DashboardCommandTests {
  private static let absent = Answer(
    code: 64, output: "",
    notes: "error: the live page is not part of this build. "
      + "Build it with: swift build -c release --traits Dashboard\n")

  @Test func help() {
    let answer = descent("help", "dashboard")
    #expect(answer.code == 0)
    #expect(
      answer.output == """
        OVERVIEW: Shows trainings, a pad to draw on and a playground in the browser.

        The page follows the runs below the folders, those that are still training
        among them. It is for this machine alone: nobody else can reach it. Ctrl-C ends
        it.

        It is not part of every build: swift build -c release --traits Dashboard

        Examples:
          descent dashboard
          descent dashboard runs old-runs --port 9000
          descent dashboard --table points.csv
          descent train digits --live

        USAGE: descent dashboard [<folder> ...] [--port <n>] [--table <file> ...]

        ARGUMENTS:
          <folder>                Folders of runs, or runs. (default: runs)

        OPTIONS:
          --port <n>              The port. (default: 8765, or the next free one)
          --table <file>          A CSV file for the playground; may be repeated.
          --version               Show the version.
          -h, --help              Show help information.


        """)
  }

  @Test(.enabled(if: !Dashboard.isBuilt)) func aBuildWithoutItSaysHowToGetIt() throws {
    let folder = try Folder()
    #expect(descent("dashboard") == Self.absent)
    #expect(descent("dashboard", folder.path, "--port", "9000") == Self.absent)
    #expect(descent("train", "digits", "--live", "--output", folder["run"]) == Self.absent)
    #expect(folder.names() == [])
  }

  @Test func valuesThatAreNone() {
    #expect(descent("dashboard", "--port", "x").code == 64)
    #expect(descent("dashboard", "--stop").code == 64)
  }

  #if Dashboard
    @Test func foldersAndTablesThatAreNone() throws {
      let folder = try Folder()
      let file = try folder.write("a,b\n", "a.csv")
      #expect(
        descent("dashboard", file, in: folder)
          == Answer(
            code: 66, output: "",
            notes: "error: DIR/a.csv: expected a folder of runs, found a file\n"))
      #expect(
        descent("dashboard", "--table", folder["b.csv"], in: folder)
          == Answer(code: 66, output: "", notes: "error: DIR/b.csv: no such file\n"))
      #expect(
        descent("dashboard", "--port", "70000").notes
          == "error: port: expected 0 to 65535, found 70000\n")
    }

    @Test(.enabled(if: binary != nil)) func itServesUntilASignal() throws {
      let folder = try Folder()
      let page = try ChildProcess.descent(
        ["dashboard", folder.path, "--port", "0"], output: folder["log"])
      #expect(
        waits {
          (try? String(contentsOfFile: folder["log"], encoding: .utf8))?.hasSuffix("/\n") == true
        })
      page.send(SIGTERM)
      let end = try page.wait()
      #expect(end.code == 0)
      #expect(end.output.hasPrefix("http://127.0.0.1:"))
    }

    @Test(.enabled(if: binary != nil)) func withoutATerminalThePageEndsWithTheTraining() throws {
      let folder = try Folder()
      let training = try ChildProcess.descent(
        ["train", "xor", "--live", "--output", folder["run"]], output: folder["log"])
      let end = try training.wait()
      #expect(end.code == 0)
      #expect(end.output.hasPrefix("live: http://127.0.0.1:"))
      #expect(!end.output.contains("Ctrl-C"))
      #expect(folder.names("run").contains("manifest.json"))
    }
  #endif
}
