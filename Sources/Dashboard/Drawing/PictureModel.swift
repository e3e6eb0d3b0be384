#if Dashboard
  import Descent

  /// What the head of a model file says of the pictures that it takes.
  struct PictureModel: Sendable, Equatable {
    var height: Int
    var width: Int
    var channels: Int
    var classes: [String]
    /// What the data was called.
    var dataset: String

    /// Reads the head of a model file; nil where the model takes no pictures or can't be read.
    init?(file: String) {
      guard let start = RunFiles.bytes(file, limit: 8), start.count == 8 else { return nil }
      let length = start.reversed().reduce(0) { $0 << 8 | Int($1) }
      guard length > 0, length < 1 << 22,
        let bytes = RunFiles.bytes(file, from: 8, limit: length),
        let header = try? JSONReader(valueLimit: 500_000).read(bytes),
        let text = header.table?["__metadata__"]?.table?[Model.metadataKey]?.text,
        let about = try? JSONReader(valueLimit: 500_000).read(text).table
      else { return nil }
      self.init(
        shape: (about["features"]?.table?["shape"]?.list ?? []).compactMap(\.integer),
        classes: (about["task"]?.table?["classes"]?.list ?? []).compactMap(\.text),
        dataset: about["dataset"]?.text ?? "")
    }

    /// Nil where rows of that shape are no pictures.
    init?(shape: [Int], classes: [String], dataset: String) {
      guard shape.count == 2 || shape.count == 3 && [1, 3].contains(shape[2]),
        shape[0] > 1, shape[1] > 1, shape.allSatisfy({ $0 <= PictureSize.sideLimit })
      else { return nil }
      (height, width, channels) = (shape[0], shape[1], shape.count > 2 ? shape[2] : 1)
      self.classes = classes
      self.dataset = dataset
    }

    /// Numbers in a picture.
    var count: Int { height * width * channels }

    var settings: Settings {
      [
        "height": .integer(height), "width": .integer(width), "channels": .integer(channels),
        "classes": .list(classes.map { .text($0) }), "data": .text(dataset),
      ]
    }
  }

  extension Model {
    /// What the brightest pixel is in this model's data; 255 where that isn't known.
    var brightest: Double {
      if pictures != nil { return 255 }
      switch scaling.scaling {
      case .unit where scaling.divisor > 0: return scaling.divisor
      case .minMax:
        let tops = zip(scaling.offsets, scaling.divisors).map { $0 + $1 }
        return tops.max().flatMap { $0 > 0 ? $0 : nil } ?? 255
      default: return dataset == "digits" ? 16 : 255
      }
    }
  }
#endif
