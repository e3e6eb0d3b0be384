import Basics
import Networks

extension Trainer {
  /// Everything that steps change, as a value.
  public var snapshot: TrainerSnapshot {
    let slots = optimizer.stateSlots
    var lists = [ContiguousArray<Scalar>](
      repeating: ContiguousArray(repeating: 0, count: network.layout.count), count: slots)
    eachStretch { slot, place, stretch in
      lists[slot].replaceSubrange(place, with: state[stretch])
    }
    return TrainerSnapshot(
      parameters: parameters, stepCount: stepCount, optimizerState: lists,
      average: average.map(Parameters.init))
  }

  /// Goes on from a snapshot: the next step gives the same bits as it would have given there.
  ///
  /// Throws `DescentError` (bad data) where the snapshot is of another network or optimizer.
  public func restore(_ snapshot: TrainerSnapshot) throws {
    let count = network.layout.count
    func check(_ name: String, _ found: Int, _ expected: Int) throws {
      guard found == expected else {
        throw DescentError(
          .badData,
          "the checkpoint is of another training: \(name): expected \(grouped(expected)), "
            + "found \(grouped(found))")
      }
    }
    try check("parameters", snapshot.parameters.values.count, count)
    try check("optimizer state per parameter", snapshot.optimizerState.count, optimizer.stateSlots)
    for list in snapshot.optimizerState { try check("optimizer state", list.count, count) }
    try check(
      "averaged parameters", snapshot.average?.values.count ?? 0, average == nil ? 0 : count)
    guard snapshot.stepCount >= 0 else {
      throw DescentError(.badData, "the checkpoint has \(snapshot.stepCount) steps")
    }
    parameters = snapshot.parameters
    average = snapshot.average?.values
    stepCount = snapshot.stepCount
    eachStretch { slot, place, stretch in
      state.replaceSubrange(stretch, with: snapshot.optimizerState[slot][place])
    }
  }

  /// Visits the optimizer's state, which lies tile by tile: for each tile and slot its place in the
  /// flat vector of the parameters and its place in `state`.
  private func eachStretch(_ body: (_ slot: Int, Range<Int>, Range<Int>) -> Void) {
    let slots = optimizer.stateSlots
    for tile in network.layout.tiles {
      for slot in 0..<slots {
        let start = tile.range.lowerBound * slots + slot * tile.range.count
        body(slot, tile.range, start..<(start + tile.range.count))
      }
    }
  }
}
