import Basics
import DataFiles
import Datasets
import Testing

@Suite struct FingerprintTests {
  @Test func standsForWhatIsTrainedOn() throws {
    let set = try Dataset(
      name: "a", shape: [2], features: .bytes([1, 2, 3, 4]), targets: [0, 1],
      task: .classification(classes: ["x", "y"]))
    var seen: Set<String> = [set.fingerprint]
    var renamed = set
    renamed.name = "b"
    #expect(renamed.fingerprint == set.fingerprint)

    let changes: [(inout Dataset) -> Void] = [
      { $0.features = .bytes([1, 2, 3, 5]) },
      { $0.features = .scalars([1, 2, 3, 4]) },
      { $0.targets = [1, 1] },
      { $0.task = .classification(classes: ["x", "z"]) },
      { $0.task = .regression(targets: ["x"]) },
      { $0.featureNames = ["p", "q"] },
      { $0.featureNames = ["p,1:q"] },
      { $0.sampleWeights = [1, 2] },
      { $0.shape = [2, 1] },
      { $0.splitKeys = .groups(["a", "b"]) },
      { $0.splitKeys = .groups(["a", "a"]) },
      { $0.splitKeys = .ids(["a", "b"]) },
      { $0.splitKeys = .ids(["a", "c"]) },
      { $0.splitKeys = try? .times([0, 1]) },
      { $0.splitKeys = try? .times([1, 1]) },
      { $0.splitKeys = try? .parts(["train", "test"]) },
      { $0.splitKeys = try? .parts(["train", "dev"]) },
    ]
    for change in changes {
      var copy = set
      change(&copy)
      #expect(seen.insert(copy.fingerprint).inserted)
    }
  }

  @Test func namesOfGroupsDecideNothing() throws {
    var set = try Dataset(
      name: "a", shape: [1], features: .bytes([1, 2, 3]), targets: [0, 1, 2],
      task: .regression(targets: ["y"]), splitKeys: .groups(["x", "y", "x"]))
    let hash = set.fingerprint
    set.splitKeys = .groups([7, 5, 7])
    #expect(set.fingerprint == hash)
    set.splitKeys = .groups([7, 5, 5])
    #expect(set.fingerprint != hash)
  }

  @Test func isTheSameOnEveryMachine() throws {
    // Computed once; a change of it means that recorded runs no longer match their data.
    #expect(
      try Dataset.digits().fingerprint
        == "a03b9d5b244ba47d0c18a2ee9d99ac75b168156ee054566fd049ae79033ac2f4")
    let numbers = try Dataset(
      name: "n", shape: [1], features: .scalars([0.5, -2]), targets: [1, 2],
      task: .regression(targets: ["y"]))
    #expect(
      numbers.fingerprint
        == "dc921012390f4cd57de78c01ffa7b00ad9fb5ea5d99afe7a10e7465d1fcea35e")
  }
}
