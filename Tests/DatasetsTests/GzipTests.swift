import Basics
import DataFiles
import Datasets
import Testing

@Suite struct GzipTests {
  let content = Bytes("the quick brown fox jumps over the lazy dog. ".utf8) + Bytes(0...255)

  @Test func inflates() throws {
    #expect(try inflated(gzipped(content), name: "x.gz") == content)
    #expect(try inflated(gzipped([]), name: "x.gz") == [])
  }

  @Test func contentDecidesNotTheName() throws {
    #expect(try inflated(content, name: "plain.gz") == content)
    #expect(try inflated(gzipped(content), name: "x.csv") == content)
    #expect(!isGzip([]))
    #expect(!isGzip([0x1F]))
  }

  @Test func joinsMembersAndSkipsZeros() throws {
    let two = gzipped(content) + gzipped([1, 2, 3])
    #expect(try inflated(two, name: "x") == content + [1, 2, 3])
    let padded = gzipped(content) + Bytes(repeating: 0, count: 512)
    #expect(try inflated(padded, name: "x") == content)
    let between = gzipped(content) + [0, 0] + gzipped([7])
    #expect(try inflated(between, name: "x") == content + [7])
  }

  /// The same bytes, however the compressed ones come.
  @Test(arguments: [1, 2, 3, 10, 1000]) func takesPieces(_ step: Int) throws {
    func read(_ bytes: Bytes) throws -> Bytes {
      var position = 0
      let reader = try ByteReader(name: "x") {
        defer { position = min(position + step, bytes.count) }
        return Bytes(bytes[position..<min(position + step, bytes.count)])
      }
      var all = Bytes()
      while true {
        let piece = try reader.next()
        if piece.isEmpty { return all }
        all += piece
      }
    }
    for bytes in [content, [], [0x1F], gzipped(content), gzipped([])] {
      #expect(try read(bytes) == inflated(bytes, name: "x"))
    }
    let two = gzipped(content) + [0, 0] + gzipped([1, 2, 3]) + [0]
    #expect(try read(two) == content + [1, 2, 3])
    let large = Bytes(repeating: 7, count: 1 << 20)
    #expect(try read(gzipped(large)) == large)
    let packed = gzipped(content)
    for count in 2..<packed.count {
      let cut = Bytes(packed[..<count])
      expectError(
        .badData,
        "x: the gzip data ends early, after \(count) bytes: the file is cut off. Get the file again."
      ) { try read(cut) }
    }
    var damaged = packed
    damaged[damaged.count - 6] ^= 1
    expectError(
      .badData,
      "x: damaged gzip data at byte \(packed.count - 4): the checksum (CRC-32) of the content does not "
        + "match. Get the file again."
    ) { try read(damaged) }
    expectError(
      .badData,
      "x: 3 bytes that are not gzip data follow its end at byte \(packed.count). Get the file again."
    ) { try inflated(packed + [1, 2, 3], name: "x") }
    #expect(throws: DescentError.self) { try read(packed + [1, 2, 3]) }
  }

  @Test func readsPieceByPiece() throws {
    let reader = ByteReader(gzipped(content), name: "x")
    var got = Bytes()
    while true {
      let piece = try reader.read(7)
      if piece.isEmpty { break }
      #expect(piece.count == 7 || got.count + piece.count == content.count)
      got += piece
    }
    #expect(got == content)
    #expect(try reader.read(7) == [])

    let plain = ByteReader([1, 2, 3], name: "x")
    #expect(try plain.read(2) == [1, 2])
    #expect(plain.mostRemaining == 1)
    #expect(try plain.read(2) == [3])
    #expect(try plain.read(2) == [])
  }

  @Test func refusesTrailingGarbage() {
    let bytes = gzipped(content) + text("PK")
    expectError(
      .badData,
      "x.gz: 2 bytes that are not gzip data follow its end at byte "
        + "\(bytes.count - 2). Get the file again."
    ) { try inflated(bytes, name: "x.gz") }
  }

  @Test func refusesWrongTrailer() {
    var crc = gzipped(content)
    crc[crc.count - 8] ^= 1
    expectError(
      .badData,
      "x.gz: damaged gzip data at byte \(crc.count - 4): the checksum (CRC-32) of the "
        + "content does not match. Get the file again."
    ) { try inflated(crc, name: "x.gz") }
    var size = gzipped(content)
    size[size.count - 1] ^= 1
    expectError(
      .badData,
      "x.gz: damaged gzip data at byte \(size.count): the length of the content does not "
        + "match. Get the file again."
    ) { try inflated(size, name: "x.gz") }
  }

  @Test func refusesBadHeaders() {
    var flags = gzipped(content)
    flags[3] = 0xE0
    #expect(throws: DescentError.self) { try inflated(flags, name: "x") }
    var method = gzipped(content)
    method[2] = 7
    #expect(throws: DescentError.self) { try inflated(method, name: "x") }
    // A file name that never ends.
    let endless: Bytes = [0x1F, 0x8B, 8, 8, 0, 0, 0, 0, 0, 3] + Bytes(repeating: 65, count: 5000)
    expectError(
      .badData,
      "x: the gzip data ends early, after 5,010 bytes: the file is cut off. "
        + "Get the file again."
    ) { try inflated(endless, name: "x") }
  }

  @Test func everyCutIsRefused() {
    let bytes = gzipped(content)
    for count in 2..<bytes.count {
      expectError(
        .badData,
        "x.gz: the gzip data ends early, after \(count) bytes: the file is cut off. "
          + "Get the file again."
      ) { try inflated(Bytes(bytes[..<count]), name: "x.gz") }
    }
  }

  @Test func noFlippedByteGoesUnseen() {
    let bytes = gzipped(content)
    let counts = readDamaged(bytes) { damaged in
      let result = try inflated(damaged, name: "x")
      // Time, extra flags and system in the header say nothing about the content, and without the
      // magic the bytes are plain.
      #expect(result == content || result == damaged)
    }
    #expect(counts.refused > bytes.count * 3)
  }

  @Test func aBombCostsOnlyWhatIsAskedFor() throws {
    // 1 GiB of zeros in 1 MB.
    let member = gzipped(Bytes(repeating: 0, count: 1 << 20))
    var bomb = Bytes()
    for _ in 0..<1024 { bomb += member }
    let reader = ByteReader(bomb, name: "bomb.gz")
    #expect(try reader.read(100).count == 100)
    #expect(reader.mostRemaining < bomb.count * 1032 + 65_537)
    expectError(
      .badData,
      "bomb.gz: inflates to more than 1,000 bytes, the limit for gzip data. "
        + "Unpack it with gunzip first."
    ) { try inflated(bomb, name: "bomb.gz", limit: 1000) }
  }
}
