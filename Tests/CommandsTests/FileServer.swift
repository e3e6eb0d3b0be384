import Dispatch
import Foundation
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A small HTTP server on this machine whose faults can be chosen.
final class FileServer: Sendable {
  /// What one request gets.
  enum Reply: Sendable {
    /// The file, from the asked offset on where ranges are known.
    case file([UInt8], knowsRanges: Bool = true)
    /// The same, but the connection is cut after so many bytes of the body.
    case cut([UInt8], after: Int)
    /// Only a status.
    case status(Int)
  }

  /// A request as it came: path and the offset asked for.
  struct Request: Sendable, Equatable {
    var path: String
    var offset: Int?
  }

  let port: Int
  private let socket: Int32
  private let replies: Mutex<[Reply]>
  private let seen = Mutex<[Request]>([])
  private let closed = DispatchSemaphore(value: 0)

  /// The requests up to now.
  var requests: [Request] { seen.withLock { $0 } }
  /// The address that files are behind.
  var address: String { "http://127.0.0.1:\(port)/" }

  /// Answers the first request with the first reply and so on; the last one stays.
  init(_ replies: Reply...) throws {
    self.replies = Mutex(replies)
    #if canImport(Darwin) || canImport(Musl)
      socket = Self.open(SOCK_STREAM)
    #else
      socket = Self.open(Int32(SOCK_STREAM.rawValue))
    #endif
    // A program that another test starts now must not keep the port or a connection open.
    _ = fcntl(socket, F_SETFD, FD_CLOEXEC)
    var place = sockaddr_in()
    place.sin_family = sa_family_t(AF_INET)
    place.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let descriptor = socket
    let bound = withUnsafeMutablePointer(to: &place) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(descriptor, address, size) == 0 && listen(descriptor, 8) == 0
          && getsockname(descriptor, address, &size) == 0
      }
    }
    guard bound else { throw POSIXError(.EADDRNOTAVAIL) }
    port = Int(UInt16(bigEndian: place.sin_port))
    Thread.detachNewThread { [self] in serve() }
  }

  private static func open(_ type: Int32) -> Int32 {
    #if canImport(Darwin)
      Darwin.socket(AF_INET, type, 0)
    #elseif canImport(Musl)
      Musl.socket(AF_INET, type, 0)
    #else
      Glibc.socket(AF_INET, type, 0)
    #endif
  }

  /// Ends the server; its port answers no more.
  func stop() {
    shutdown(socket, 2)
    _ = closed.wait(timeout: .now() + 10)
  }

  private func serve() {
    while true {
      let connection = accept(socket, nil, nil)
      guard connection >= 0 else { break }
      _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
      answer(connection)
      close(connection)
    }
    close(socket)
    closed.signal()
  }

  private func answer(_ connection: Int32) {
    var text = ""
    var buffer = [UInt8](repeating: 0, count: 4096)
    while !text.contains("\r\n\r\n") {
      let count = read(connection, &buffer, buffer.count)
      guard count > 0 else { return }
      text += String(decoding: buffer[..<count], as: UTF8.self)
    }
    let lines = text.split(separator: "\r\n")
    let path = String(lines[0].split(separator: " ")[1])
    let range = lines.first { $0.lowercased().hasPrefix("range: bytes=") }
    let offset = range.flatMap { Int($0.dropFirst(13).prefix { $0 != "-" }) }
    seen.withLock { $0.append(Request(path: path, offset: offset)) }
    let reply = replies.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }
    switch reply {
    case .status(let code):
      send("HTTP/1.1 \(code) No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", [], connection)
    case .file(let bytes, let knowsRanges):
      let start = knowsRanges ? min(offset ?? 0, bytes.count) : 0
      send(head(bytes, start, isPart: knowsRanges && offset != nil), bytes[start...], connection)
    case .cut(let bytes, let count):
      let start = offset ?? 0
      send(
        head(bytes, start, isPart: offset != nil), bytes[start..<min(start + count, bytes.count)],
        connection)
    }
  }

  private func head(_ bytes: [UInt8], _ start: Int, isPart: Bool) -> String {
    let range = "Content-Range: bytes \(start)-\(bytes.count - 1)/\(bytes.count)\r\n"
    return "HTTP/1.1 \(isPart ? "206 Partial Content" : "200 OK")\r\n\(isPart ? range : "")"
      + "Content-Length: \(bytes.count - start)\r\nConnection: close\r\n\r\n"
  }

  private func send(_ head: String, _ body: ArraySlice<UInt8>, _ connection: Int32) {
    let all = Array(head.utf8) + body
    var done = 0
    while done < all.count {
      let count = all.withUnsafeBytes {
        write(connection, $0.baseAddress! + done, all.count - done)
      }
      if count <= 0 { return }
      done += count
    }
  }
}
