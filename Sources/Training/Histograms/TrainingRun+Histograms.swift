import Networks

extension TrainingRun {
  /// At which epochs histograms of this training take less than a hundredth of its time, and of how much.
  public var histogramPlan: HistogramPlan { HistogramPlan(plan, trainer.network) }

  /// How weights, gradients and activations are distributed at this moment, between two calls of `next()`.
  ///
  ///     let plan = run.histogramPlan
  ///     while let event = try run.next() {
  ///       if case .epochEnded(let epoch) = event, plan.epochs.contains(epoch.epoch) {
  ///         histograms.append(run.histograms(plan))
  ///       }
  ///     }
  ///
  /// The same training rows are run each time, forward and back, with dropout and the batch's statistics as
  /// in a step, but not augmented. The training goes on as if nothing had happened, bit for bit.
  public func histograms(_ plan: HistogramPlan? = nil) -> LayerHistograms {
    let plan = plan ?? histogramPlan
    let probe = probe(rows: plan.rows, numbers: plan.numbers)
    return LayerHistograms(
      epoch: history.epochs.count, steps: trainer.stepCount,
      rows: min(max(plan.rows, 1), self.plan.trainingRows),
      entries: probe.entries(
        trainer.parameters, seed: configuration.seed, step: trainer.stepCount))
  }

  /// Made when it is needed first, and again where another one is needed.
  private func probe(rows: Int, numbers: Int) -> LayerProbe {
    if let probe, probe.rows == rows, probe.numbers == numbers { return probe.value }
    let made = LayerProbe(
      trainer.network, loss: configuration.loss, training, rows: rows, numbers: numbers,
      workers: trainer.workspace.workers, skipsZeros: trainer.workspace.skipsZeros)
    probe = (rows, numbers, made)
    return made
  }
}
