#if Dashboard
  import Descent
  import HTTPTypes
  import Hummingbird
  import NIOCore

  extension Response {
    /// One JSON document.
    static func json(_ table: Settings, status: HTTPResponse.Status = .ok) -> Response {
      let text = (try? JSONWriter(.compact).text(.table(table))) ?? "{}"
      return Response(
        status: status, headers: [.contentType: "application/json; charset=utf-8"],
        body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    /// What went wrong, for people.
    static func fault(_ error: DescentError) -> Response {
      let status: HTTPResponse.Status =
        switch error.kind {
        case .usage: .badRequest
        case .badData: .unprocessableContent
        case .noInput: .notFound
        default: .internalServerError
        }
      return .json(["error": .text(error.description)], status: status)
    }

    /// A file.
    static func file(_ bytes: some Sequence<UInt8>, type: String) -> Response {
      Response(
        status: .ok, headers: [.contentType: type],
        body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
  }

  extension Value {
    /// A number as JSON has it: null where it is none, and no more digits than anybody sees.
    static func figure(_ number: Double, digits: Int = 6) -> Value {
      guard number.isFinite else { return .null }
      guard number != 0 else { return 0 }
      var scale = 1.0
      var size = number.magnitude
      let largest = digits > 3 ? 1e6 : 1e3
      while size < largest, scale < 1e15 {
        size *= 10
        scale *= 10
      }
      let scaled = (number * scale).rounded()
      return scaled.isFinite ? .number(scaled / scale) : .number(number)
    }
  }

  extension Request {
    /// The body as a table.
    ///
    /// Throws `DescentError` (bad data) where it is none.
    func table(upTo limit: Int = 1 << 20) async throws -> Settings {
      let buffer: ByteBuffer
      do {
        buffer = try await body.collect(upTo: limit)
      } catch {
        throw DescentError(.badData, "the request is larger than \(grouped(limit)) bytes")
      }
      let value = try JSONReader(depthLimit: 12, valueLimit: 200_000).read(
        ContiguousArray(buffer.readableBytesView))
      guard let table = value.table else {
        throw DescentError(.badData, "expected a table, found \(value.found)")
      }
      return table
    }

    /// A value of the query.
    func query(_ name: String) -> String? {
      uri.queryParameters[Substring(name)].map(String.init)
    }
  }
#endif
