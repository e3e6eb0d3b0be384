import Basics
import Datasets

/// A data set that can be fetched: its files, what they must hold, and where they lie.
public struct Download: Sendable, Hashable {
  /// One file.
  public struct File: Sendable, Hashable {
    /// The name, here and on every mirror: `train-images-idx3-ubyte.gz`.
    public var name: String
    /// The size of the content once inflated.
    public var inflatedBytes: Int
    /// The SHA-256 of the content once inflated. Mirrors compress differently, the content is one.
    public var inflatedSHA256: String
    /// The size of the compressed file as first published, to show progress with before the server
    /// says better.
    public var compressedBytes: Int

    /// A file.
    public init(name: String, inflatedBytes: Int, inflatedSHA256: String, compressedBytes: Int) {
      self.name = name
      self.inflatedBytes = inflatedBytes
      self.inflatedSHA256 = inflatedSHA256
      self.compressedBytes = compressedBytes
    }
  }

  /// The name of the data set in the catalog.
  public var name: String
  /// Where the files can be had, tried in this order; a file's address is base + name.
  public var mirrors: [String]
  /// The four files.
  public var files: [File]

  /// A data set to fetch.
  public init(name: String, mirrors: [String], files: [File]) {
    self.name = name
    self.mirrors = mirrors
    self.files = files
  }

  /// The data sets that can be fetched.
  public static let all = [mnist, fashionMNIST]

  /// 70,000 handwritten digits (Y. LeCun, C. Cortes, C. J. C. Burges).
  public static let mnist = Download(
    name: "mnist",
    mirrors: [
      "https://ossci-datasets.s3.amazonaws.com/mnist/",
      "https://storage.googleapis.com/cvdf-datasets/mnist/",
    ],
    files: [
      File(
        name: "train-images-idx3-ubyte.gz", inflatedBytes: 47_040_016,
        inflatedSHA256: "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
        compressedBytes: 9_912_422),
      File(
        name: "train-labels-idx1-ubyte.gz", inflatedBytes: 60_008,
        inflatedSHA256: "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
        compressedBytes: 28_881),
      File(
        name: "t10k-images-idx3-ubyte.gz", inflatedBytes: 7_840_016,
        inflatedSHA256: "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
        compressedBytes: 1_648_877),
      File(
        name: "t10k-labels-idx1-ubyte.gz", inflatedBytes: 10_008,
        inflatedSHA256: "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
        compressedBytes: 4_542),
    ])

  /// 70,000 pictures of clothes (H. Xiao, K. Rasul, R. Vollgraf).
  public static let fashionMNIST = Download(
    name: "fashion-mnist",
    mirrors: [
      "https://storage.googleapis.com/tensorflow/tf-keras-datasets/",
      "https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion/",
    ],
    files: [
      File(
        name: "train-images-idx3-ubyte.gz", inflatedBytes: 47_040_016,
        inflatedSHA256: "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
        compressedBytes: 26_421_880),
      File(
        name: "train-labels-idx1-ubyte.gz", inflatedBytes: 60_008,
        inflatedSHA256: "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
        compressedBytes: 29_515),
      File(
        name: "t10k-images-idx3-ubyte.gz", inflatedBytes: 7_840_016,
        inflatedSHA256: "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
        compressedBytes: 4_422_102),
      File(
        name: "t10k-labels-idx1-ubyte.gz", inflatedBytes: 10_008,
        inflatedSHA256: "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
        compressedBytes: 5_148),
    ])
}

extension Download.File {
  /// The SHA-256 of a file's content, inflated if it is gzip.
  ///
  /// At most one byte more than `inflatedBytes` is inflated. Throws `DescentError` (bad data) for
  /// damaged gzip data.
  public func inflatedHash(of bytes: ContiguousArray<UInt8>, path: String) throws -> String {
    let reader = ByteReader(bytes, name: path)
    return SHA256.hexadecimal(of: try reader.read(inflatedBytes + 1))
  }

  /// Checks that a file's bytes, gzip or plain, are what this file must hold.
  ///
  /// Throws `DescentError` (bad data) where they are not.
  public func check(_ bytes: ContiguousArray<UInt8>, path: String) throws {
    let found = try inflatedHash(of: bytes, path: path)
    guard found == inflatedSHA256 else {
      throw DescentError(
        .badData,
        "the content is not that of \(name): its SHA-256 begins with "
          + "\(found.prefix(12)), not with \(inflatedSHA256.prefix(12))",
        at: Position(file: path), fix: "Delete it and fetch it again.")
    }
  }
}
