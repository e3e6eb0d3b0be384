import Datasets

/// What is to be made of pictures.
public struct PictureOptions: Sendable, Hashable {
  /// The size that all get; where nil, the size that all of them have, up to 16,384 pixels, otherwise 32x32.
  public var size: PictureSize?
  /// Whether they become grey; where nil, they do if every pixel of every picture is grey.
  public var color: PictureColor?
  /// The classes in this order, as a model that is to be evaluated has them; the subfolders where empty.
  public var classes: [String]
  /// Whether pictures that can't be read are left out, instead of being refused.
  public var skipsUnreadable = false

  /// Options; whatever is left out is the default.
  public init(size: PictureSize? = nil, color: PictureColor? = nil, classes: [String] = []) {
    self.size = size
    self.color = color
    self.classes = classes
  }

  /// Those of a model: as its pictures were made, and its classes.
  public init(_ encoding: PictureEncoding?, classes: [String] = []) {
    self.init(size: encoding?.size, color: encoding?.color, classes: classes)
  }

  /// The size that pictures of other sizes, or of one that is too large, get.
  static let otherSize = PictureSize(height: 32, width: 32)
  /// Pixels of a common size at most.
  static let commonPixels = 16_384
}
