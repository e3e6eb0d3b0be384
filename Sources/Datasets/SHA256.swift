import CDigest

/// The hash SHA-256 (FIPS 180-4), piece by piece: `update` with the bytes, then `finish`.
///
/// Where the processor has instructions for it they do the work, ten times as fast as the plain Swift
/// below; the hash is the same.
public struct SHA256: Sendable {
  private var state: [UInt32] = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab,
    0x5be0_cd19,
  ]
  /// The message schedule of one block.
  private var schedule = [UInt32](repeating: 0, count: 64)
  /// What doesn't fill a block yet.
  private var pending: [UInt8] = []
  private var length: UInt64 = 0
  private let usesInstructions: Bool

  /// The hash of nothing so far.
  public init() { self.init(usesInstructions: true) }

  /// The hash of nothing so far.
  ///
  /// - Parameter usesInstructions: false computes in plain Swift on every processor, for tests.
  package init(usesInstructions: Bool) {
    self.usesInstructions = usesInstructions
    pending.reserveCapacity(128)
  }

  /// The hash of these bytes as 64 hexadecimal digits.
  public static func hexadecimal(of bytes: ContiguousArray<UInt8>) -> String {
    var hash = SHA256()
    hash.update(bytes.span)
    return hash.finish()
  }

  /// Takes more bytes.
  public mutating func update(_ bytes: Span<UInt8>) { update(bytes.bytes) }

  /// Takes the bytes of any numbers as they lie in memory.
  public mutating func update(_ bytes: RawSpan) {
    length &+= UInt64(bytes.byteCount)
    var start = 0
    if !pending.isEmpty {
      start = min(64 - pending.count, bytes.byteCount)
      for index in 0..<start { pending.append(bytes.byte(index)) }
      guard pending.count == 64 else { return }
      let block = pending
      pending.removeAll(keepingCapacity: true)
      process(block.span.bytes, from: 0, blocks: 1)
    }
    let blocks = (bytes.byteCount - start) / 64
    if blocks > 0 { process(bytes, from: start, blocks: blocks) }
    for index in (start + 64 * blocks)..<bytes.byteCount { pending.append(bytes.byte(index)) }
  }

  /// The hash as 64 hexadecimal digits, in lower case.
  public consuming func finish() -> String {
    let bits = length &* 8
    var padding: [UInt8] = [0x80]
    let zeros = (119 - pending.count) % 64
    padding += [UInt8](repeating: 0, count: zeros)
    for shift in stride(from: 56, through: 0, by: -8) {
      padding.append(UInt8(truncatingIfNeeded: bits >> UInt64(shift)))
    }
    update(padding.span)
    return state.map { word in
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: 8 - digits.count) + digits
    }.joined()
  }

  /// Whole blocks of 64 bytes.
  private mutating func process(_ bytes: RawSpan, from start: Int, blocks: Int) {
    precondition(start >= 0 && blocks >= 0 && start + 64 * blocks <= bytes.byteCount)
    if usesInstructions {
      // Unsafe: C reads `blocks` blocks, which the check above has found to be there.
      let isDone = bytes.withUnsafeBytes { buffer in
        guard let base = buffer.baseAddress else { return true }
        let first = (base + start).assumingMemoryBound(to: UInt8.self)
        return state.withUnsafeMutableBufferPointer { state in
          state.baseAddress.map { descent_sha256_blocks($0, first, blocks) != 0 } ?? true
        }
      }
      if isDone { return }
    }
    for block in 0..<blocks { Self.process(bytes, from: start + 64 * block, &state, &schedule) }
  }

  /// One block of 64 bytes. The indices below stay within 64 by construction.
  private static func process(
    _ bytes: RawSpan, from start: Int, _ state: inout [UInt32], _ schedule: inout [UInt32]
  ) {
    precondition(start >= 0 && start + 64 <= bytes.byteCount)
    var words = schedule.mutableSpan
    for index in 0..<16 {
      words[unchecked: index] = UInt32(
        bigEndian: bytes.unsafeLoadUnaligned(
          fromUncheckedByteOffset: start &+ 4 &* index, as: UInt32.self))
    }
    for index in 16..<64 {
      let early = words[unchecked: index &- 15]
      let late = words[unchecked: index &- 2]
      let s0 = rotated(early, 7) ^ rotated(early, 18) ^ (early >> 3)
      let s1 = rotated(late, 17) ^ rotated(late, 19) ^ (late >> 10)
      words[unchecked: index] =
        words[unchecked: index &- 16] &+ s0 &+ words[unchecked: index &- 7] &+ s1
    }
    let constants = constants.span
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    for index in 0..<64 {
      let s1 = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)
      let choice = (e & f) ^ (~e & g)
      let first = h &+ s1 &+ choice &+ constants[unchecked: index] &+ words[unchecked: index]
      let s0 = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)
      let majority = (a & b) ^ (a & c) ^ (b & c)
      (h, g, f, e, d, c, b, a) = (g, f, e, d &+ first, c, b, a, first &+ s0 &+ majority)
    }
    for (index, value) in [a, b, c, d, e, f, g, h].enumerated() { state[index] &+= value }
  }

  @inline(__always) private static func rotated(_ word: UInt32, _ count: UInt32) -> UInt32 {
    word >> count | word << (32 &- count)
  }

  /// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
  private static let constants: [UInt32] = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4,
    0xab1c_5ed5, 0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe,
    0x9bdc_06a7, 0xc19b_f174, 0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f,
    0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da, 0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7,
    0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967, 0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc,
    0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85, 0xa2bf_e8a1, 0xa81a_664b,
    0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070, 0x19a4_c116,
    0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
    0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7,
    0xc671_78f2,
  ]
}

extension RawSpan {
  /// One byte.
  fileprivate func byte(_ offset: Int) -> UInt8 {
    unsafeLoad(fromByteOffset: offset, as: UInt8.self)
  }
}
