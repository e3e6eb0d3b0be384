#if Dashboard
  import Descent
  import HTTPTypes
  import Hummingbird
  import NIOCore

  /// An event as browsers' `EventSource` takes it.
  struct ServerEvent: Sendable {
    /// What the browser hands back when it comes again; nil where it needn't.
    var id: String?
    var name: String
    /// One line of JSON.
    var data: String

    init(_ name: String, _ table: Settings, id: String? = nil) {
      self.name = name
      self.id = id
      let text = (try? JSONWriter(.compact).text(.table(table))) ?? "{}"
      data = String(text.filter { $0 != "\n" && $0 != "\r\n" && $0 != "\r" })
    }

    /// What is sent.
    var text: String {
      (id.map { "id: \($0)\n" } ?? "") + "event: \(name)\ndata: \(data)\n\n"
    }

    /// A line that says nothing: whether anybody still listens shows when it is written.
    static let nothing = ":\n\n"
  }

  extension Response {
    /// A stream of events; `write` runs until it returns, or until nobody listens any more.
    static func events(
      _ write: @escaping @Sendable (_ send: (String) async throws -> Void) async throws -> Void
    ) -> Response {
      Response(
        status: .ok, headers: [.contentType: "text/event-stream; charset=utf-8"],
        body: ResponseBody { writer in
          var own = writer
          try await write { text in try await own.write(ByteBuffer(string: text)) }
          try await own.finish(nil)
        })
    }
  }
#endif
