#if Dashboard
  import Descent
  import Foundation
  import Testing

  /// The pad: models, what they see, pictures to begin with.
  @Suite struct DrawTests {
    /// A run with a model for pictures of 4 x 6 pixels.
    private func run(
      _ name: String, in folder: Folder, shape: Shape = [4, 6], dataset: String = "own",
      scaling: FittedScaling = .none
    ) throws -> Model {
      let network = try Network(
        input: shape, layers: [Flatten(), Dense(5, activation: .relu), Dense(3)])
      let model = try Model(
        network: network, parameters: network.initialParameters(seed: 1),
        loss: CategoricalCrossEntropy(), task: .classification(classes: ["a", "b", "<c>"]),
        scaling: scaling, dataset: dataset)
      try folder.run(name)
      try model.save(to: folder["\(name)/model.safetensors"])
      return model
    }

    @Test func modelsForPicturesAreListed() async throws {
      let folder = try Folder()
      _ = try run("grey", in: folder)
      _ = try run("color", in: folder, shape: [4, 6, 3])
      _ = try run("table", in: folder, shape: [24])
      try folder.run("broken")
      try folder.write("no model", "broken/model.safetensors")
      try await withPage([folder.path]) { page async throws in
        let models = try await page.get("/api/models").table["models"]?.list ?? []
        #expect(
          models.compactMap { $0.table?["path"]?.text } == [folder["color"], folder["grey"]])
        let grey = try #require(models.last?.table)
        #expect(grey["height"] == 4 && grey["width"] == 6 && grey["channels"] == 1)
        #expect(grey["classes"] == ["a", "b", "<c>"])
      }
    }

    @Test func whatANetworkMakesOfAPicture() async throws {
      let folder = try Folder()
      let model = try run("a", in: folder, scaling: .dividing(by: 16))
      let pixels = (0..<24).map { UInt8($0 * 10) }
      try await withPage([folder.path]) { page async throws in
        let body: Settings = [
          "path": .text(folder["a"]), "pixels": .text(Data(pixels).base64EncodedString()),
        ]
        let reply = try await page.post("/api/look", body)
        #expect(reply.status == 200)
        // The brightest pixel of the data is 16.
        let features = ContiguousArray(pixels.map { Scalar($0) * Scalar(16.0 / 255) })
        let expected = try Predictor(model).predict(features)[0].probabilities
        let found = try #require(reply.table["outputs"]?.list?.compactMap { $0.number })
        #expect(found.count == 3)
        for (a, b) in zip(found, expected) { #expect(abs(a - Double(b)) < 1e-4) }
        let layers = try #require(reply.table["layers"]?.list?.compactMap { $0.table })
        #expect(layers.map { $0["count"]?.integer } == [24, 5, 3])
        #expect(layers.map { $0["name"]?.text } == ["flatten", "dense, relu", "dense"])
        let saliency = try #require(reply.table["saliency"]?.table)
        #expect(saliency["values"]?.list?.count == 24)
        let best = expected.indices.max { expected[$0] < expected[$1] }
        #expect(saliency["output"]?.integer == best)
        var other = body
        other["output"] = 2
        let second = try await page.post("/api/look", other)
        #expect(second.table["saliency"]?.table?["output"] == 2)
      }
    }

    @Test func colorsAreAddedUpForEachPixel() async throws {
      let folder = try Folder()
      _ = try run("a", in: folder, shape: [4, 6, 3])
      try await withPage([folder.path]) { page async throws in
        let pixels = Data(repeating: 99, count: 72).base64EncodedString()
        let reply = try await page.post(
          "/api/look", ["path": .text(folder["a"]), "pixels": .text(pixels)])
        #expect(reply.table["saliency"]?.table?["values"]?.list?.count == 24)
      }
    }

    @Test func picturesThatDontFit() async throws {
      let folder = try Folder()
      _ = try run("a", in: folder)
      _ = try run("table", in: folder, shape: [24])
      try folder.run("none")
      try await withPage([folder.path]) { page async throws in
        func error(_ body: Settings) async throws -> String? {
          try await page.post("/api/look", body).error
        }
        let path = Value.text(folder["a"])
        for pixels in ["", "AAA", "!!!!", Data(count: 23).base64EncodedString()] {
          #expect(
            try await error(["path": path, "pixels": .text(pixels)])
              == "expected 24 pixels in base 64")
        }
        let right = Value.text(Data(count: 24).base64EncodedString())
        #expect(
          try await error(["path": path, "pixels": right, "output": 3])
            == "the model has 3 outputs, there is no number 3")
        #expect(
          try await error(["path": .text(folder["table"]), "pixels": right])
            == "the model of \(folder["table"]) takes no pictures")
        #expect(
          try await error(["path": .text(folder["none"]), "pixels": right])
            == "\(folder["none"]) has no model yet")
        #expect(try await error(["path": "/etc", "pixels": right]) == "there is no run \"/etc\"")
      }
    }

    @Test func picturesToBeginWith() async throws {
      let folder = try Folder()
      let digits = try Dataset.digits()
      _ = try run("a", in: folder, shape: digits.shape, dataset: "digits")
      _ = try run("own", in: folder)
      _ = try run("other", in: folder, dataset: "digits")
      try await withPage([folder.path]) { page async throws in
        let reply = try await page.get("/api/examples?seed=3&path=\(folder["a"])")
        let pictures = reply.table["pictures"]?.list?.compactMap(\.table) ?? []
        #expect(pictures.count == 20)
        let pixels = Data(base64Encoded: pictures.first?["pixels"]?.text ?? "") ?? Data()
        #expect(pixels.count == 64 && pixels.max() == 255)
        #expect(
          try await page.get("/api/examples?path=\(folder["own"])").table["note"]?.text
            == "no pictures of \"own\" at hand")
        #expect(
          try await page.get("/api/examples?path=\(folder["other"])").table["note"]?.text
            == "the pictures of digits are of another size")
      }
    }
  }
#endif
