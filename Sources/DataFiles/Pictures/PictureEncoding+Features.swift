import Datasets

extension PictureEncoding {
  /// The features of a picture that is upright already.
  public func features(of picture: Picture) -> ContiguousArray<UInt8> {
    let opaque = picture.withoutAlpha
    let colored = color == .grey ? opaque.grey : opaque.color
    return colored.resized(height: size.height, width: size.width).samples
  }
}
