#if Dashboard
  import Descent
  import HTTPTypes
  import Hummingbird
  import NIOCore
  import Synchronization

  /// Lets in who asks from this machine's own page, and nobody else.
  ///
  /// A page from elsewhere in the same browser may send requests here: its `Origin` and `Sec-Fetch-Site`
  /// give it away. One whose name has been made to lead to 127.0.0.1 (DNS rebinding) asks for another
  /// `Host`. What changes anything needs the token, which stands in the page alone.
  struct Gate: RouterMiddleware {
    typealias Context = BasicRequestContext

    let token: String
    /// Known once the server listens.
    let port: PortBox

    static let tokenName = HTTPField.Name("x-descent-token")
    private static let site = HTTPField.Name("sec-fetch-site")
    private static let mode = HTTPField.Name("sec-fetch-mode")

    func handle(
      _ request: Request, context: Context,
      next: (Request, Context) async throws -> Response
    ) async throws -> Response {
      var response: Response
      do {
        try check(request)
        response = try await next(request, context)
      } catch let refusal as Refusal {
        response = .json(["error": .text(refusal.reason)], status: .forbidden)
      } catch let error as DescentError {
        response = .fault(error)
      } catch let error as HTTPError {
        response = .json(
          ["error": .text(error.body ?? error.status.reasonPhrase)], status: error.status)
      }
      for (name, value) in Self.headers where response.headers[name] == nil {
        response.headers[name] = value
      }
      return response
    }

    /// Why somebody is not let in.
    struct Refusal: Error { var reason: String }

    private func check(_ request: Request) throws {
      let port = port.value
      let hosts = ["127.0.0.1", "localhost"].flatMap { name in
        port == 80 ? [name, "\(name):80"] : ["\(name):\(port)"]
      }
      guard let host = request.head.authority, hosts.contains(host.lowercased()) else {
        throw Refusal(reason: "asked for another host: this page is at 127.0.0.1:\(port) only")
      }
      if let origin = request.headers[.origin], !hosts.contains(where: { origin == "http://\($0)" })
      {
        throw Refusal(reason: "asked by a page from elsewhere")
      }
      if let name = Self.site, let site = request.headers[name],
        site != "same-origin", site != "none"
      {
        // Following a link to the page is no harm.
        let isVisit =
          request.method == .get && request.uri.path == "/"
          && Self.mode.flatMap({ request.headers[$0] }) == "navigate"
        guard isVisit else { throw Refusal(reason: "asked by a page from elsewhere") }
      }
      guard request.method != .get, request.method != .head else { return }
      let given = Self.tokenName.flatMap { request.headers[$0] } ?? ""
      guard Self.areEqual(given, token) else {
        throw Refusal(reason: "asked without the page's token: load the page again")
      }
    }

    /// Takes as long whatever the texts are.
    private static func areEqual(_ a: String, _ b: String) -> Bool {
      let (a, b) = (Array(a.utf8), Array(b.utf8))
      guard a.count == b.count else { return false }
      return zip(a, b).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    /// 32 hexadecimal digits that nobody can guess.
    static func newToken() -> String {
      var random = SystemRandomNumberGenerator()
      return (0..<16).map { _ in
        let byte = UInt8.random(in: 0...255, using: &random)
        return (byte < 16 ? "0" : "") + String(byte, radix: 16)
      }.joined()
    }

    private static let headers: [(HTTPField.Name, String)] = [
      ("content-security-policy", pagePolicy), ("x-content-type-options", "nosniff"),
      ("x-frame-options", "DENY"), ("referrer-policy", "no-referrer"),
      ("cross-origin-opener-policy", "same-origin"),
      ("cross-origin-resource-policy", "same-origin"), ("cache-control", "no-store"),
    ].compactMap { name, value in HTTPField.Name(name).map { ($0, value) } }

    /// Scripts and styles from files of this server; nothing from elsewhere, nothing inline.
    private static let pagePolicy =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
      + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

    /// For the report of a run, whoever wrote it: no script, no origin, nothing from elsewhere.
    static let reportPolicy =
      "sandbox allow-popups; default-src 'none'; img-src data:; style-src 'unsafe-inline'; "
      + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
  }

  /// The port, once it is known.
  final class PortBox: Sendable {
    private let port = Atomic<Int>(0)
    var value: Int {
      get { port.load(ordering: .acquiring) }
      set { port.store(newValue, ordering: .releasing) }
    }
  }

  /// The pages that are open.
  final class Audience: Sendable {
    private let number = Atomic<Int>(0)
    private let seen = Atomic<Int>(0)

    /// Seconds within which a page in the background is heard of: browsers let it speak once a minute.
    private static let patience = 180

    /// Whether a page listens, or was heard of lately.
    var isThere: Bool {
      number.load(ordering: .acquiring) > 0
        || RunFiles.now - seen.load(ordering: .acquiring) < Self.patience
    }

    func enter() { number.add(1, ordering: .acquiringAndReleasing) }
    func leave() { number.subtract(1, ordering: .acquiringAndReleasing) }
    func greet() { seen.store(RunFiles.now, ordering: .releasing) }
  }
#endif
