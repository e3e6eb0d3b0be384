import Basics
import TestSupport
import Testing
import Training

extension Augmentation {
  /// Every change at once.
  static var everything: Augmentation {
    var all = Augmentation()
    all.flip = .both
    all.rotate = 20
    all.zoom = 0.2
    all.shift = 2
    all.noise = 0.05
    all.erase = 0.5
    all.mixup = 0.3
    return all
  }
}

/// An augmentation with one change.
func augmentation(_ change: (inout Augmentation) -> Void) -> Augmentation {
  var augmentation = Augmentation()
  change(&augmentation)
  return augmentation
}

@Suite struct AugmentationTests {
  static func read(_ settings: Settings) throws -> Augmentation {
    var reader = SettingsReader(settings, path: "augment")
    let augmentation = try Augmentation(from: &reader)
    try reader.finish()
    return augmentation
  }

  @Test func settingsReadBackToTheSame() throws {
    let all = Augmentation.everything
    #expect(
      all.settings == [
        "shift": 2, "rotate": 20, "zoom": 0.2, "flip": "both", "noise": 0.05, "erase": 0.5,
        "mixup": 0.3,
      ])
    #expect(try Self.read(all.settings) == all)
    #expect(all.described == .table(all.settings))
    for flip in Augmentation.Flip.allCases {
      let one = augmentation { $0.flip = flip }
      #expect(try Self.read(one.settings) == one)
    }
  }

  @Test func nothingIsNone() throws {
    #expect(Augmentation.none.described == "none")
    #expect(try Self.read([:]) == .none)
    #expect(try Self.read(["shift": 0, "rotate": 0.0, "flip": "none"]) == .none)
  }

  @Test(
    arguments: [
      (["rotat": 10], "unknown setting \"rotat\". Did you mean \"rotate\"?"),
      (["shift": 1.5], "augment.shift: expected a whole number of pixels, 0 or more, found 1.5"),
      (["shift": -1], "augment.shift: expected a whole number of pixels, 0 or more, found -1"),
      (["rotate": 181], "augment.rotate: expected a number of degrees from 0 to 180, found 181"),
      (["zoom": 1], "augment.zoom: expected a number from 0 to 0.9, found 1"),
      (["noise": -0.5], "augment.noise: expected a number from 0 to 1, found -0.5"),
      (["erase": 25], "augment.erase: expected a probability from 0 to 1, found 25"),
      (["mixup": "a"], "augment.mixup: expected a number from 0 to 1000, found \"a\""),
      (
        ["flip": "horizontl"],
        "augment.flip: unknown flip \"horizontl\". Did you mean \"horizontal\"? "
          + "Known: none, horizontal, vertical, both."
      ),
      (
        ["flip": true], "augment.flip: expected one of none, horizontal, vertical, both, found true"
      ),
    ] as [(Settings, String)])
  func whatCannotBeIsRefused(_ settings: Settings, _ text: String) {
    let found = message { _ = try Self.read(settings) }
    #expect(found?.contains(text) == true, "\(found ?? "no error")")
  }

  @Test func valuesAreChecked() throws {
    try Augmentation.everything.check()
    let faults: [((inout Augmentation) -> Void, String)] = [
      (
        { $0.rotate = .nan },
        "augment.rotate: expected a number of degrees from 0 to 180, found nan"
      ),
      ({ $0.zoom = 0.95 }, "augment.zoom: expected a number from 0 to 0.9, found 0.95"),
      ({ $0.noise = .infinity }, "augment.noise: expected a number from 0 to 1, found inf"),
      ({ $0.erase = -1 }, "augment.erase: expected a probability from 0 to 1, found -1.0"),
      ({ $0.mixup = 1e9 }, "augment.mixup: expected a number from 0 to 1000, found 1000000000.0"),
      ({ $0.shift = -1 }, "augment.shift: expected a whole number of pixels, 0 or more, found -1"),
    ]
    for (change, text) in faults {
      #expect(refusal(.usage) { try augmentation(change).check() } == text)
    }
  }
}
