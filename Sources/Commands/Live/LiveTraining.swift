import Descent

/// A training with its page beside it.
struct LiveTraining {
  private let folders: [String]
  private let surroundings: Surroundings

  /// - Parameters:
  ///   - output: the run folder that the user names, if he does.
  ///   - resumed: the run folder in which a training goes on.
  init(output: String?, resumed: String?, _ surroundings: Surroundings) {
    self.surroundings = surroundings
    let own = [output, resumed].compactMap { $0 }.filter { !$0.hasPrefix("runs/") }
    folders = ["runs"] + own
  }

  /// Trains. On a terminal the page stays afterwards until Ctrl-C, unless that has ended the training.
  ///
  /// Throws what the training throws, and as `LivePage` does.
  func run(_ train: () throws -> Void) throws {
    let page = try LivePage(folders)
    defer { page.end() }
    surroundings.note("live: \(page.address)")
    let result = Result { try train() }
    if surroundings.notes.width != nil, !Interrupt.isRequested, isWorthASecondLook(result) {
      Interrupt.listen()
      try surroundings.output.flush()
      surroundings.note("The page stays until Ctrl-C: \(page.address)")
      page.stay()
    }
    try result.get()
  }

  /// A training that came to its end, or was stopped from the page.
  private func isWorthASecondLook(_ result: Result<Void, any Error>) -> Bool {
    guard case .failure(let error) = result else { return true }
    return error is Stopped
  }
}
