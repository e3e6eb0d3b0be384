import Descent

/// The live page: training runs as they go on, a pad to draw on, a playground.
///
/// Next to nothing without the trait `Dashboard`, so that whoever doesn't want it needn't build a web
/// server.
public struct Dashboard: Sendable {
  /// Folders below which runs are looked for; a folder may be a run itself.
  public var folders: [String]
  /// CSV files that the playground may read.
  public var tables: [String]
  /// The port to listen on; nil takes 8765 or the next free one.
  public var port: Int?
  /// Where data sets are found.
  public var environment: [String: String]
  /// Called once the page is there, with its address.
  public var started: @Sendable (String) -> Void = { _ in }

  /// A page.
  public init(
    folders: [String] = ["runs"], tables: [String] = [], port: Int? = nil,
    environment: [String: String] = [:]
  ) {
    self.folders = folders
    self.tables = tables
    self.port = port
    self.environment = environment
  }

  /// The port that is tried first.
  public static let usualPort = 8765

  /// Whether this build has it.
  public static var isBuilt: Bool {
    #if Dashboard
      true
    #else
      false
    #endif
  }

  /// Throws `DescentError` (usage) that says how to build it, where this build doesn't have it.
  public static func check() throws {
    guard !isBuilt else { return }
    throw DescentError(
      .usage, "the live page is not part of this build",
      fix: "Build it with: swift build -c release --traits Dashboard")
  }

  #if !Dashboard
    /// Throws `DescentError` (usage): this build has no page.
    public func serve() async throws { try Self.check() }

    /// Whether a page is open.
    public var isWatched: Bool { false }
  #else
    /// The pages that are open.
    let audience = Audience()

    /// Whether a page is open.
    public var isWatched: Bool { audience.isThere }

    /// Serves until the task is cancelled.
    ///
    /// Throws `DescentError`: usage for a port or a folder that can't be, can't write where the port is
    /// taken.
    public func serve() async throws { try await DashboardServer(self).run() }
  #endif
}
