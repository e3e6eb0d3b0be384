import Descent
import Testing

/// Help and version.
@Suite struct HelpTests {
  @Test func version() {
    #expect(descent("--version") == Answer(code: 0, output: "0.1.0\n", notes: ""))
  }

  @Test func overview() {
    let answer = descent("help")
    #expect(answer.code == 0)
    #expect(answer.notes == "")
    #expect(answer == descent())
    #expect(answer == descent("--help"))
    #expect(
      answer.output == """
        OVERVIEW: Trains feed-forward neural networks, tests them and predicts with
        them.

        To begin with:
          descent train digits       trains on the digits that are built in
          descent train table.csv    trains on your own numbers
          descent data list          lists the data sets that have a name

        USAGE: descent <subcommand>

        OPTIONS:
          --version               Show the version.
          -h, --help              Show help information.

        SUBCOMMANDS:
          train                   Trains a network and saves it in a folder of its own.
          evaluate                Measures a model on data.
          predict                 Predicts with a model.
          inspect                 Shows what is in a model or in a data set.
          report                  Makes the page and the card of a run again.
          compare                 Shows in what runs differ, and what they came to.
          plot                    Draws one chart of a run as SVG or PNG.
          init                    Writes a config file for your data, with a line on
                                  every setting.
          data                    Looks at data, lists the data sets that have a name,
                                  and fetches their files.
          recipes                 Lists the recipes: known systems as ready settings.
          bench                   Measures how fast this machine trains and predicts.
          dashboard               Shows trainings, a pad to draw on and a playground in
                                  the browser.

          See 'descent help <subcommand>' for detailed help.

        """)
  }

  @Test(arguments: [
    "train", "evaluate", "predict", "inspect", "report", "compare", "plot", "init", "data",
    "recipes", "bench", "dashboard",
  ])
  func everyCommandHasHelp(_ name: String) {
    let answer = descent("help", name)
    #expect(answer.code == 0)
    #expect(answer.output.hasPrefix("OVERVIEW: "))
    #expect(answer == descent(name, "--help"))
    for line in answer.output.split(separator: "\n") {
      #expect(line.count <= 80 || line.hasPrefix("USAGE: "), "\(line)")
    }
  }

  @Test func theKindsOfPlotsAreListed() {
    let help = descent("help", "plot").output
    for (name, _, summary) in PlotKind.all {
      #expect(help.contains(name) && help.contains(summary))
    }
  }

  @Test func dataSetsAreListed() {
    let answer = descent("data", "list")
    #expect(answer == descent("data"))
    #expect(answer.code == 0)
    for name in ["digits", "mnist", "fashion-mnist", "xor", "moons", "sine"] {
      #expect(answer.output.contains("\n\(name) ") || answer.output.hasPrefix("\(name) "))
    }
    #expect(
      descent("data", "fetch", "digits").notes
        == "digits is part of Descent; there is nothing to fetch\n")
  }
}
