import Basics
import DataFiles
import Datasets
import Testing

@Suite struct SHA256Tests {
  // The examples of FIPS 180-4 and of NIST's example values; the last is a million times "a".
  @Test(arguments: [
    ("", 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqr"
        + "lmnopqrsmnopqrstnopqrstu", 1,
      "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
    ),
    ("a", 1_000_000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
  ]) func agreesWithNIST(_ text: String, _ count: Int, _ expected: String) {
    #expect(SHA256.hexadecimal(of: Bytes(String(repeating: text, count: count).utf8)) == expected)
  }

  @Test func doesNotDependOnThePieces() {
    for size in [0, 1, 55, 56, 63, 64, 65, 119, 120, 127, 128, 200] {
      let bytes = Bytes((0..<size).map { UInt8($0) })
      let whole = SHA256.hexadecimal(of: bytes)
      for piece in [1, 7, 63, 64, 65] {
        var hash = SHA256()
        for start in stride(from: 0, to: size, by: piece) {
          hash.update(bytes.span.extracting(start..<min(size, start + piece)))
        }
        #expect(hash.finish() == whole)
      }
    }
  }
}

/// The processor's instructions, where it has them, against the plain Swift.
@Suite struct SHA256InstructionsTests {
  @Test func giveTheSameHash() {
    var random = RandomSource(seed: 5, .generation)
    for size in Array(0...200) + [1000, 4095, 4096, 65_537] {
      let bytes = Bytes((0..<size).map { _ in UInt8(truncatingIfNeeded: random.next()) })
      let cut = random.below(size + 1)
      var fast = SHA256()
      var plain = SHA256(usesInstructions: false)
      for part in [0..<cut, cut..<size] {
        fast.update(bytes.span.extracting(part))
        plain.update(bytes.span.extracting(part))
      }
      #expect(fast.finish() == plain.finish(), "\(size) bytes, cut at \(cut)")
    }
  }

  @Test func plainSwiftAgreesWithNIST() {
    var hash = SHA256(usesInstructions: false)
    hash.update(Bytes("abc".utf8).span)
    #expect(
      hash.finish() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }
}
