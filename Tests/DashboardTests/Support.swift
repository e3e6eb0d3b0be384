#if Dashboard
  import Dashboard
  import Descent
  import Foundation
  import Synchronization
  import Testing

  #if canImport(Glibc)
    import Glibc
  #elseif canImport(Musl)
    import Musl
  #elseif canImport(Darwin)
    import Darwin
  #endif

  /// Serves a page while the body runs.
  func withPage(
    _ folders: [String] = [], tables: [String] = [], environment: [String: String] = [:],
    _ body: (TestPage) async throws -> Void
  ) async throws {
    var dashboard = Dashboard(
      folders: folders, tables: tables, port: 0, environment: environment)
    let (addresses, continuation) = AsyncStream.makeStream(of: String.self)
    dashboard.started = { continuation.yield($0) }
    let serving = _Concurrency.Task { [dashboard] in
      defer { continuation.finish() }
      try await dashboard.serve()
    }
    var first: String?
    for await address in addresses {
      first = address
      break
    }
    guard let address = first else { return try await serving.value }
    let port = try #require(Int(address.split(separator: ":").last?.dropLast() ?? ""))
    let page = TestPage(port: port, dashboard: dashboard)
    try await body(page)
    serving.cancel()
  }

  /// What a server answered.
  struct Reply {
    var status: Int
    var headers: [String: String]
    var body: String

    /// The body as JSON.
    var table: Settings { (try? JSONReader().read(body).table) ?? [:] }
    var error: String? { table["error"]?.text }
  }

  /// Asks a page as a browser does, or as one that means no good.
  struct TestPage: Sendable {
    let port: Int
    let dashboard: Dashboard

    var host: String { "127.0.0.1:\(port)" }

    /// The token in the page.
    func token() async throws -> String {
      let text = try await get("/").body
      let start = try #require(text.range(of: "descent-token\" content=\""))
      return String(text[start.upperBound...].prefix { $0 != "\"" })
    }

    func get(_ path: String, _ headers: [String: String] = [:]) async throws -> Reply {
      try await send("GET", path, headers)
    }

    func post(
      _ path: String, _ body: Settings, _ headers: [String: String] = [:]
    ) async throws -> Reply {
      let token = try await token()
      return try await send(
        "POST", path, ["X-Descent-Token": token].merging(headers) { $1 },
        try JSONWriter().text(.table(body)))
    }

    /// One request on a connection of its own.
    func send(
      _ method: String, _ path: String, _ headers: [String: String] = [:], _ body: String = ""
    ) async throws -> Reply {
      let text = try await onThread { [port, host] in
        let connection = try Connection(port: port)
        try connection.write(request(method, path, host, headers, body))
        return try connection.read { _ in false }
      }
      return try reply(text)
    }

    /// The events of a stream until the condition holds or the stream ends.
    func events(
      _ path: String, _ headers: [String: String] = [:],
      until isEnough: @escaping @Sendable ([TestEvent]) -> Bool,
      meanwhile: (@Sendable ([TestEvent]) -> Void)? = nil
    ) async throws -> [TestEvent] {
      let text = try await onThread { [port, host] in
        let connection = try Connection(port: port)
        try connection.write(request("GET", path, host, headers, ""))
        return try connection.read { text in
          let events = TestEvent.all(in: text)
          meanwhile?(events)
          return isEnough(events)
        }
      }
      return TestEvent.all(in: text)
    }
  }

  /// An event of a stream.
  struct TestEvent: Sendable {
    var id: String?
    var name: String
    var table: Settings

    static func all(in text: String) -> [TestEvent] {
      text.replacingOccurrences(of: "\r\n", with: "\n").components(separatedBy: "\n\n").compactMap {
        block in
        var event = TestEvent(id: nil, name: "", table: [:])
        for line in block.split(separator: "\n") {
          if line.hasPrefix("id: ") { event.id = String(line.dropFirst(4)) }
          if line.hasPrefix("event: ") { event.name = String(line.dropFirst(7)) }
          if line.hasPrefix("data: ") {
            guard let table = try? JSONReader().read(String(line.dropFirst(6))).table else {
              return nil
            }
            event.table = table
          }
        }
        return event.name.isEmpty ? nil : event
      }
    }
  }

  /// Reading and writing block, and must not take the threads that the server runs on.
  private func onThread<Result: Sendable>(
    _ body: @escaping @Sendable () throws -> Result
  ) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread { continuation.resume(with: Swift.Result { try body() }) }
    }
  }

  private func request(
    _ method: String, _ path: String, _ host: String, _ headers: [String: String], _ body: String
  ) -> String {
    var all = ["Host": host, "Connection": "close"].merging(headers) { $1 }
    if !body.isEmpty || method == "POST" { all["Content-Length"] = "\(body.utf8.count)" }
    let lines = all.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)\r\n" }
    return "\(method) \(path) HTTP/1.1\r\n" + lines.joined() + "\r\n" + body
  }

  private func reply(_ text: String) throws -> Reply {
    let end = try #require(text.range(of: "\r\n\r\n"), "\(text)")
    let lines = text[..<end.lowerBound].components(separatedBy: "\r\n")
    let status = try #require(Int(lines[0].split(separator: " ")[1]))
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":") else { continue }
      headers[line[..<colon].lowercased()] = line[line.index(after: colon)...]
        .trimmingCharacters(in: .whitespaces)
    }
    return Reply(status: status, headers: headers, body: String(text[end.upperBound...]))
  }

  /// A connection to this machine.
  private final class Connection {
    private let descriptor: Int32

    init(port: Int) throws {
      #if canImport(Glibc)
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      #else
        descriptor = socket(AF_INET, SOCK_STREAM, 0)
      #endif
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_port = in_port_t(UInt16(port).bigEndian)
      address.sin_addr.s_addr = in_addr_t(UInt32(0x7F00_0001).bigEndian)
      let result = withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
      }
      guard result == 0 else { throw POSIXError(.ECONNREFUSED) }
      // A test that waits in vain fails instead of hanging.
      var limit = timeval(tv_sec: 60, tv_usec: 0)
      setsockopt(
        descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { close(descriptor) }

    func write(_ text: String) throws {
      let bytes = Array(text.utf8)
      var done = 0
      while done < bytes.count {
        let count = bytes.withUnsafeBytes {
          Self.send(descriptor, $0.baseAddress.map { $0 + done }, bytes.count - done)
        }
        guard count > 0 else { throw POSIXError(.EPIPE) }
        done += count
      }
    }

    private static func send(_ descriptor: Int32, _ start: UnsafeRawPointer?, _ count: Int) -> Int {
      #if canImport(Darwin)
        Darwin.send(descriptor, start, count, 0)
      #elseif canImport(Musl)
        Musl.send(descriptor, start, count, Int32(MSG_NOSIGNAL))
      #else
        Glibc.send(descriptor, start, count, Int32(MSG_NOSIGNAL))
      #endif
    }

    /// Everything up to the end, or to where it is enough; pieces of a chunked body are put together.
    func read(until isEnough: (String) -> Bool) throws -> String {
      var bytes: [UInt8] = []
      var piece = [UInt8](repeating: 0, count: 1 << 16)
      while true {
        let count = recv(descriptor, &piece, piece.count, 0)
        guard count >= 0 else { throw POSIXError(.ETIMEDOUT) }
        if count == 0 { return Self.joined(bytes) }
        bytes += piece[..<count]
        let text = Self.joined(bytes)
        if isEnough(text) { return text }
      }
    }

    private static func joined(_ bytes: [UInt8]) -> String {
      let text = String(decoding: bytes, as: UTF8.self)
      guard let end = text.range(of: "\r\n\r\n"),
        text[..<end.lowerBound].lowercased().contains("transfer-encoding: chunked")
      else { return text }
      var rest = Array(text[end.upperBound...].utf8)[...]
      var body: [UInt8] = []
      while let line = rest.firstIndex(of: 13) {
        let size = Int(String(decoding: rest[..<line], as: UTF8.self), radix: 16) ?? 0
        rest = rest[min(line + 2, rest.endIndex)...]
        guard size > 0, rest.count >= size else { break }
        body += rest.prefix(size)
        rest = rest.dropFirst(size + 2)
      }
      return text[..<end.upperBound] + String(decoding: body, as: UTF8.self)
    }
  }

  /// A folder that goes away with the last reference to it.
  final class Folder: Sendable {
    let path: String

    init() throws {
      path =
        FileManager.default.temporaryDirectory.resolvingSymlinksInPath().path
        + "/descent-page-\(UUID().uuidString)"
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    subscript(name: String) -> String { path + "/" + name }

    /// Writes a file, making its folder.
    @discardableResult func write(_ text: String, _ name: String) throws -> String {
      let file = self[name]
      try FileManager.default.createDirectory(
        atPath: URL(fileURLWithPath: file).deletingLastPathComponent().path,
        withIntermediateDirectories: true)
      try text.write(toFile: file, atomically: false, encoding: .utf8)
      return file
    }

    /// Adds to a file.
    func append(_ text: String, _ name: String) {
      guard let handle = FileHandle(forWritingAtPath: self[name]) else { return }
      handle.seekToEndOfFile()
      handle.write(Data(text.utf8))
      try? handle.close()
    }

    /// Makes the folder of a run with so many epochs.
    func run(_ name: String, epochs: Int = 3, isFinished: Bool = true) throws {
      try write("data: digits\nepochs: 10\n", "\(name)/config.yaml")
      try write(
        (1...max(1, epochs)).prefix(epochs).map(Self.line).joined(), "\(name)/metrics.jsonl")
      if isFinished {
        try write(
          #"{"figures": {"test_accuracy": 0.9}, "data": {"name": "digits"}, "seconds": {"total": 2}}"#,
          "\(name)/manifest.json")
        try write("<!doctype html><p>report of \(name)", "\(name)/report.html")
      }
    }

    /// A line of metrics.jsonl.
    static func line(_ epoch: Int) -> String {
      #"{"epoch":\#(epoch),"steps":4,"seconds":0.5,"loss":\#(1 / Double(epoch)),"val_loss":\#(epoch == 500 ? 9 : 0.5)}"#
        + "\n"
    }
  }
#endif
