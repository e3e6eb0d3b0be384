import Descent
import Testing

/// `descent train --augment`: what is written down and what comes of it.
@Suite struct AugmentTests {
  private let folder: Folder

  init() throws { folder = try Folder() }

  private func train(_ name: String, _ arguments: String...) -> Answer {
    descent(
      ["train", "digits", "--hidden", "8", "--epochs", "2", "--quiet", "--output", folder[name]]
        + arguments, in: folder)
  }

  @Test func configAndManifestSayIt() throws {
    #expect(train("run", "--augment", "rotate=10,shift=1,flip=none,mixup=0.2").code == 0)
    let config = String(decoding: try folder.bytes("run/config.yaml"), as: UTF8.self)
    #expect(config.contains("\naugment:\n  shift: 1\n  rotate: 10\n  mixup: 0.2\n"))
    let manifest = try json(String(decoding: try folder.bytes("run/manifest.json"), as: UTF8.self))
    #expect(
      manifest["augment"] == .table(["shift": 1, "rotate": 10, "mixup": .number(0.2)]))
    // What was written trains the same model again.
    let again = descent(
      "train", "--config", folder["run/config.yaml"], "--quiet", "--output", folder["again"])
    #expect(again.code == 0)
    #expect(try folder.bytes("again/model.safetensors") == folder.bytes("run/model.safetensors"))
  }

  @Test func withoutItNothingIsSaid() throws {
    #expect(train("run").code == 0)
    #expect(train("none", "--augment", "none").code == 0)
    #expect(train("zero", "--augment", "{shift: 0}").code == 0)
    #expect(try folder.bytes("none/model.safetensors") == folder.bytes("run/model.safetensors"))
    #expect(try folder.bytes("zero/model.safetensors") == folder.bytes("run/model.safetensors"))
    for name in ["run", "zero"] {
      let config = String(decoding: try folder.bytes(name + "/config.yaml"), as: UTF8.self)
      #expect(config.contains("\naugment: none\n"))
    }
    let manifest = try json(String(decoding: try folder.bytes("run/manifest.json"), as: UTF8.self))
    #expect(manifest["augment"] == nil)
  }

  @Test func theTestIsWithoutIt() throws {
    #expect(train("run", "--augment", "rotate=180,noise=0.5,erase=1").code == 0)
    let manifest = try json(String(decoding: try folder.bytes("run/manifest.json"), as: UTF8.self))
    let evaluated = try json(descent("evaluate", folder["run"], "--json").output)
    let test = try #require(manifest["figures"]?.table?["test_accuracy"]?.number)
    #expect(evaluated["accuracy"]?.number == test)
  }

  @Test func placesInConfigFilesAreNamed() throws {
    let file = try folder.write("epochs: 2\naugment:\n  shift: 1\n  rotat: 10\n", "c.yaml")
    #expect(
      descent("train", "--config", file, in: folder)
        == Answer(
          code: 65, output: "",
          notes: "error: DIR/c.yaml:4:3: augment: unknown setting \"rotat\". Did you mean "
            + "\"rotate\"? Known: shift, rotate, zoom, flip, noise, erase, mixup.\n"))
    let text = try folder.write("augment: shift=1,zoom=3\n", "d.yaml")
    #expect(
      descent("train", "--config", text, in: folder)
        == Answer(
          code: 65, output: "",
          notes: "error: DIR/d.yaml:1:10: augment.zoom: expected a number from 0 to 0.9, found 3\n")
    )
  }
}
