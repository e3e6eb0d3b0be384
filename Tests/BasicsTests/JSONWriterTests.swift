import Basics
import Testing

@Suite struct JSONWriterTests {
  static let value: Value = .table([
    "name": "a \"b\" \\ / \n\t\u{1}\u{1F}\u{7F}<é𝄞\u{2028}", "number": 0.5, "whole": 3,
    "flags": [true, false, .null], "empty": [.list([]), .table([:])],
    "tables": [.table(["a": 1]), .table(["b": [1, [2]]])],
  ])

  @Test func compact() throws {
    #expect(
      try JSONWriter().text(Self.value)
        == #"{"name":"a \"b\" \\ / \n\t\u0001\u001f"# + "\u{7F}<é𝄞\u{2028}"
        + #"","number":0.5,"whole":3,"flags":[true,false,null],"empty":[[],{}],"#
        + #""tables":[{"a":1},{"b":[1,[2]]}]}"#)
  }

  @Test func pretty() throws {
    var value = Self.value.table ?? [:]
    value["name"] = "a"
    #expect(
      try JSONWriter(.pretty).text(.table(value)) == """
        {
          "name": "a",
          "number": 0.5,
          "whole": 3,
          "flags": [true, false, null],
          "empty": [
            [],
            {}
          ],
          "tables": [
            {
              "a": 1
            },
            {
              "b": [
                1,
                [2]
              ]
            }
          ]
        }

        """)
    #expect(try JSONWriter(.pretty).text(.table([:])) == "{}\n")
  }

  @Test func everythingComesBack() throws {
    for writer in [JSONWriter(), JSONWriter(.pretty)] {
      #expect(try JSONReader().read(writer.text(Self.value)) == Self.value)
    }
    let characters = String(String.UnicodeScalarView((0..<0x300).compactMap(Unicode.Scalar.init)))
    let text = try JSONWriter().text(.text(characters))
    #expect(
      try JSONReader().read(text).text?.unicodeScalars.elementsEqual(characters.unicodeScalars)
        == true)
  }

  @Test(arguments: [
    (0.1, "0.1"), (-0.0, "-0.0"), (1, "1.0"), (1e16, "1e+16"), (1e-5, "1e-05"),
    (.leastNonzeroMagnitude, "5e-324"), (.greatestFiniteMagnitude, "1.7976931348623157e+308"),
    (1.0 / 3, "0.3333333333333333"),
  ])
  func shortestForm(_ number: Double, _ expected: String) throws {
    #expect(try JSONWriter().text(Value(.number(number))) == expected)
  }

  @Test func randomDoublesComeBack() throws {
    var random = RandomSource(seed: 1, .other)
    let numbers = (0..<50_000).map { _ in Double(bitPattern: random.next()) }.filter(\.isFinite)
    let text = try JSONWriter().text(.list(numbers.map { Value(.number($0)) }))
    let back = try JSONReader().read(text).list ?? []
    #expect(back.map { $0.number?.bitPattern } == numbers.map(\.bitPattern))
  }

  @Test func randomScalarsComeBack() throws {
    var random = RandomSource(seed: 2, .other)
    var scalars: [Scalar] = [0, -0.0, 0.1, .leastNonzeroMagnitude, .greatestFiniteMagnitude, .pi]
    scalars += (0..<50_000).map { _ in
      Scalar(bitPattern: Scalar.RawSignificand(truncatingIfNeeded: random.next()))
    }
    scalars = scalars.filter(\.isFinite)
    let text = try JSONWriter().text(.scalars(scalars))
    let back = try JSONReader().read(text).list ?? []
    #expect(back.map { $0.number.map { Scalar($0).bitPattern } } == scalars.map(\.bitPattern))
  }

  @Test func scalarsPrintInTheirOwnShortestForm() throws {
    #expect(try JSONWriter().text(.scalars([0.1, -0.0, 1, 0.3])) == "[0.1,-0.0,1.0,0.3]")
    // The one positive Float whose shortest form, rounded to Double and then to Float, is its
    // neighbour.
    let trap = Scalar(Float(bitPattern: 0x15AE_43FD))
    let text = try JSONWriter().text(.scalar(trap))
    #expect(try Scalar(JSONReader().read(text).number ?? 0) == trap)
    #expect(Scalar.self == Double.self || text == "7.038530691851209e-26")
  }

  @Test func refusesWhatCantBeRead() {
    func text(_ value: Value) -> String {
      do { return try JSONWriter().text(value) } catch { return "\(error)" }
    }
    #expect(text(Value(.number(.nan))) == "the number is nan, which JSON can't say")
    #expect(
      text(.table(["layers": [1, .table(["w": [1, Value(.number(.infinity))]])]]))
        == "layers[1].w[1]: the number is inf, which JSON can't say")
    #expect(text(.scalars([1, -.infinity])) == "[1]: the number is -inf, which JSON can't say")
    #expect(
      text(.table(Settings([.init("a", 1), .init("a", 2)])))
        == "the name \"a\" comes twice in one table, which JSON can't say")
    var deep: Value = 1
    for _ in 0..<100 { deep = [deep] }
    #expect(text(deep).hasPrefix("[[["))
    #expect(text([deep]).hasSuffix("nested more than 100 deep, which JSON can't say"))
  }
}
