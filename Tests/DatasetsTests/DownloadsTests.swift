import Basics
import DataFiles
import Datasets
import Testing

@Suite struct DownloadsTests {
  @Test func describesFourFilesOfTwoSets() {
    #expect(Download.all.map(\.name) == ["mnist", "fashion-mnist"])
    for download in Download.all {
      #expect(
        download.files.map(\.name) == [
          "train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz", "t10k-images-idx3-ubyte.gz",
          "t10k-labels-idx1-ubyte.gz",
        ])
      #expect(download.files.map(\.inflatedBytes) == [47_040_016, 60_008, 7_840_016, 10_008])
      #expect(download.mirrors.count >= 2)
      #expect(download.mirrors.allSatisfy { $0.hasPrefix("https://") && $0.hasSuffix("/") })
      #expect(download.files.allSatisfy { $0.inflatedSHA256.count == 64 })
    }
    let hashes = Download.all.flatMap { $0.files.map(\.inflatedSHA256) }
    #expect(Set(hashes).count == 8)
  }

  @Test func checksTheContentNotTheCompression() throws {
    let content = text("hello")
    let file = Download.File(
      name: "hello.gz", inflatedBytes: 5,
      inflatedSHA256: "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
      compressedBytes: 25)
    try file.check(content, path: "hello")
    try file.check(gzipped(content), path: "hello.gz")
    expectError(
      .badData,
      "x.gz: the content is not that of hello.gz: its SHA-256 begins with 5e3235a8346e, "
        + "not with 2cf24dba5fb0. Delete it and fetch it again."
    ) { try file.check(gzipped(text("hello w")), path: "x.gz") }
    #expect(throws: DescentError.self) {
      try file.check(Bytes(gzipped(content).dropLast(3)), path: "x.gz")
    }
  }

  @Test(.enabled(if: localData != nil, "DESCENT_DATA is not set"))
  func agreesWithTheFilesAtHand() throws {
    let folder = joined(try #require(localData), "mnist")
    for file in Download.mnist.files {
      let path = joined(folder, file.name)
      let bytes = try readFile(path)
      try file.check(bytes, path: path)
    }
  }
}
