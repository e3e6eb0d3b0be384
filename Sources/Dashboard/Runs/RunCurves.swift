#if Dashboard
  import Descent

  extension FollowedRun {
    /// All curves with so many points each, about, and the settings.
    func curves(points: Int) -> Settings {
      let columns = tail.names.compactMap { name -> Settings.Entry? in
        guard name != "steps" else { return nil }
        let curve = ThinCurve(tail.columns[name] ?? [], most: min(max(points, 10), 5000))
        guard !curve.x.isEmpty else { return nil }
        return Settings.Entry(
          name,
          .table([
            "x": .list(curve.x.map { .integer($0 + 1) }), "y": .list(curve.y.map { .figure($0) }),
          ]))
      }
      return [
        "path": .text(name), "epochs": .integer(tail.epochs),
        "columns": .table(Settings(columns)), "configuration": .text(configuration),
      ]
    }
  }
#endif
