import Datasets
import Terminal
import Testing
import Training

/// A training while it runs, in terminals of many sizes.
@Suite struct TrainingViewTests {
  private func plan(_ epochs: Int) -> TrainingPlan {
    TrainingPlan(
      epochs: epochs, stepsPerEpoch: 10, trainingRows: 100, validationRows: 10, batchSize: 10,
      threads: 1)
  }

  private func summary(_ epoch: Int, isClassifier: Bool = true) -> EpochSummary {
    let loss = 2 / Double(epoch)
    return EpochSummary(
      epoch: epoch, steps: 10, seconds: 0.5, validationSeconds: 0.25, learningRate: 0.1, loss: loss,
      penalty: 0, accuracy: isClassifier ? 1 - loss / 3 : nil,
      validation: [
        NamedFigure("loss", loss + 0.25),
        isClassifier ? NamedFigure("accuracy", 1 - loss / 2.5) : NamedFigure("mae", loss * 2),
      ], weightChanges: [], gradientNorm: 1)
  }

  private func moment(_ epoch: Int, of epochs: Int, isClassifier: Bool = true)
    -> TrainingView.Moment
  {
    TrainingView.Moment(
      StepSummary(
        epoch: epoch, step: 5, rows: 10, loss: 0.5, runningLoss: 0.625,
        runningAccuracy: isClassifier ? 0.75 : nil, learningRate: 0.1),
      share: (Double(epoch) - 0.5) / Double(epochs), secondsLeft: 71)
  }

  private func view(
    _ done: Int, of epochs: Int, look: TerminalLook = .plain, title: String = "",
    isClassifier: Bool = true
  ) -> TrainingView {
    var view = TrainingView(plan(epochs), title: title, look: look)
    for epoch in 1...max(1, done) where done > 0 {
      view.add(summary(epoch, isClassifier: isClassifier))
    }
    return view
  }

  private var classes: ClassFigures? {
    ClassFigures(
      Predictions(
        task: .classification(classes: ["cat", "dog"]), outputs: [1, 0, 0, 1, 1, 0],
        targets: [0, 1, 1], rowLosses: [0.125, 0.25, 1.5]))
  }

  @Test func wholeView() {
    var view = view(4, of: 20)
    view.classes = classes
    #expect(
      text(view.lines(moment(5, of: 20), columns: 80, rows: 16)) == """
        epoch 5/20  ━━━━━━━─────────────────────────   22 %  1:11 left  0.75 s an epoch

        loss  ── train 0.6250  ╌╌ val 0.7500     accuracy  ── 75.00 %  ╌╌ 80.00 %
        2.4 ┤⢄                                   90 % ┤          ⣀
            │⢌                                        │     ⢀⠤⠒⠭⠉⠉
            │⠈⡆⡄                                      │   ⢠⢒⠁⠊
            │ ⠘⡜                                      │  ⢠⠃⠁
            │  ⠘⡄⣀                                    │ ⢀⢧
            │   ⠱⣀ ⠤                                  │⢀⠎⠎
            │     ⠑⠤⣀⠉ ⠤                              │⠊
        0.4 ┤        ⠉⠉⠒                         20 % ┤⡸
             1                              10         1                             10

        F1 and loss by class  the lowest first
        cat ███████████▍       66.7 %   0.1250   dog ███████████▍       66.7 %   0.8750
        """)
  }

  @Test func narrowViewInASCII() {
    var view = view(4, of: 20, look: .ascii, title: "fold 2 of 5")
    view.classes = classes
    #expect(
      text(view.lines(moment(5, of: 20), columns: 52, rows: 24)) == """
        fold 2 of 5, epoch 5/20  ####---------------   22 %

        loss  * training 0.6250  o validation 0.7500
        2.4 +o
            |*oo
            | **oo
            |   **ooo
            |     ***oooooooo
        0.4 +             ***
             1                                           10
        accuracy  * training 75.00 %  o validation 80.00 %
        90 % +            ***
             |       oooooooo
             |   *ooo
             | *oo
             |*o
        20 % +o
              1                                          10

        F1 and loss by class  the lowest first
        cat #############         66.7 %   0.1250
        dog #############         66.7 %   0.8750
        """)
  }

  @Test func numbersInsteadOfClasses() {
    #expect(
      text(
        view(3, of: 3, isClassifier: false).lines(
          moment(3, of: 3, isClassifier: false), columns: 80, rows: 12)) == """
          epoch 3/3  ━━━━━━━━━━━━━━━━━━━━━━━━━━━──────   83 %  1:11 left  0.75 s an epoch

          loss  ── train 0.6250  ╌╌ val 0.9167     mae  ╌╌ validation 1.333
          2.4 ┤⠤                                   4.0 ┤⠑ ⢄
              │⠤⣀⠉ ⠤                                   │    ⠒ ⣀
              │  ⠉⠒⠤⣀⠉ ⠤ ⡀                             │        ⠢ ⡀
          1.5 ┤      ⠉⠒⠤⢄⡈ ⠢ ⡀                     2.5 ┤          ⠈ ⠤
              │          ⠈⠑⠢⢄⡈ ⠒ ⠤ ⠤ ⣀ ⡀               │              ⠉ ⠤ ⣀ ⡀
              │              ⠈⠑⠒⠒⠤⠤⠤⣀⣀⣀⡈ ⠉ ⠒ ⠒ ⠤       │                    ⠈ ⠉ ⠒ ⠤ ⢄ ⣀
          0.6 ┤                        ⠈⠉⠉⠉⠒⠒⠒⠤⠤   1.0 ┤                                ⠉
               1                               3        1                               3
          """)
  }

  @Test func beforeTheFirstEpochEnds() {
    #expect(
      text(view(0, of: 20).lines(moment(1, of: 20), columns: 60, rows: 24)) == """
        epoch 1/20  ─────────────────────────────    2 %  1:11 left
        loss 0.6250  accuracy 75.00 %
        """)
  }

  @Test func oneEpochHasNoCurves() {
    #expect(
      text(view(0, of: 1).lines(moment(1, of: 1), columns: 60, rows: 24)) == """
        epoch 1/1  ━━━━━━━━━━━━━━━───────────────   50 %  1:11 left
        loss 0.6250  accuracy 75.00 %
        """)
    #expect(view(1, of: 1).summary(columns: 80, rows: 24).isEmpty)
    #expect(view(1, of: 1).summaryLine(columns: 80) == nil)
  }

  /// Below 50 columns or 12 rows.
  @Test func smallTerminalsGetOneLine() {
    for (columns, rows) in [(49, 40), (200, 11), (80, 0), (20, 5), (1, 1)] {
      let lines = view(4, of: 20).lines(moment(5, of: 20), columns: columns, rows: rows)
      #expect(lines.count == 1)
      #expect(lines[0].columns < max(columns, 12))
      #expect(view(4, of: 20).summary(columns: columns, rows: rows).isEmpty)
    }
    #expect(
      text(view(4, of: 20).lines(moment(5, of: 20), columns: 79, rows: 10)) == """
        epoch 5/20 [###--------------]  22 %  1:11 left  loss 0.6250  accuracy 75.00 %
        """)
  }

  @Test(arguments: [50, 60, 76, 77, 80, 120, 200, 1000]) func alwaysFits(_ columns: Int) {
    for rows in [12, 13, 17, 24, 50, 200] {
      for look in [TerminalLook.ascii, .plain, .full] {
        for epochs in [1, 2, 20, 10_000] {
          var view = view(
            min(epochs, 3), of: epochs, look: look,
            title: rows == 24 ? String(repeating: "長い名前 ", count: 50) : "")
          view.classes = classes
          let lines = view.lines(moment(min(4, epochs), of: epochs), columns: columns, rows: rows)
          #expect(lines.count < rows)
          for line in lines + view.summary(columns: columns, rows: rows) {
            #expect(line.columns < columns && columnsAgree(line), "\(line.text)")
          }
        }
      }
    }
  }

  @Test func manyEpochsFillTheWidth() throws {
    let lines = view(9000, of: 10_000).lines(moment(9001, of: 10_000), columns: 80, rows: 24)
    #expect(lines.contains { $0.text.contains("10,000") })
  }

  @Test func whatStays() {
    #expect(
      text(view(6, of: 20).summary(columns: 80, rows: 24)) == """
        loss  ── train 0.3333  ╌╌ val 0.5833     accuracy  ── 88.89 %  ╌╌ 86.67 %
        2.4 ┤⢄                                   90 % ┤              ⣀⣀⣀⠤⣤⠤⣤⠤⠶⠒⠶⠒⠶⠒⠞⠉⠛⠉
            │⠑⢄⡢                                      │       ⣀⡠⠤⣔⠒⠛⠉⠉ ⠉
            │  ⠈⠢⡑ ⡀                                  │    ⢀⠔⠭ ⠉
            │    ⠈⠑⢌⣀⠒ ⠤ ⡀                            │  ⡠⠒⠕
            │        ⠉⠉⠒⠒⠬⠤⠭⣀⣑⣀⠒ ⠒ ⠒ ⠤ ⠤ ⠤ ⣀ ⣀        │⡠⠊⡠
        0.2 ┤                  ⠉⠉⠉⠉⠉⠒⠒⠒⠒⠒⠒⠢⠤⠤⠤   20 % ┤⡠
             1                               6         1                              6

        """)
    #expect(
      view(6, of: 20).summaryLine(columns: 80)?.text
        == "val_loss █▄▂▁▁▁ 0.5833  val_accuracy ▁▅▇███ 86.67 %")
    #expect(
      view(6, of: 20).summaryLine(columns: 40)?.text == "val_loss █▄▂▁▁▁ 0.5833")
  }
}
