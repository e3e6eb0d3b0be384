/// A message of protocol buffers, written field by field.
///
/// TensorBoard's events take few kinds of field, and these lines; a library for all of protocol buffers
/// would cost whoever builds Descent for the first time more than a minute. Whole numbers of 0 are left out,
/// as proto3 has it.
struct ProtocolMessage {
  private(set) var bytes = ContiguousArray<UInt8>()

  /// The two low bits of a field's key that say how its value is stored.
  private enum Wire: UInt64 { case varint = 0, fixed64 = 1, lengthDelimited = 2, fixed32 = 5 }

  private mutating func key(_ field: Int, _ wire: Wire) {
    varint(UInt64(field) << 3 | wire.rawValue)
  }

  private mutating func varint(_ number: UInt64) {
    var rest = number
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  /// int32, int64, enumerations and flags.
  mutating func add(_ field: Int, _ number: Int) {
    guard number != 0 else { return }
    key(field, .varint)
    varint(UInt64(bitPattern: Int64(number)))
  }

  mutating func add(_ field: Int, _ number: Double) {
    key(field, .fixed64)
    bytes += EventRecord.littleEndian(number.bitPattern)
  }

  mutating func add(_ field: Int, float number: Float) {
    key(field, .fixed32)
    bytes += EventRecord.littleEndian(number.bitPattern)
  }

  /// Flags of a oneof, which must be there to say which of them it is.
  mutating func add(_ field: Int, flag: Bool) {
    key(field, .varint)
    varint(flag ? 1 : 0)
  }

  mutating func add(_ field: Int, _ content: ContiguousArray<UInt8>) {
    key(field, .lengthDelimited)
    varint(UInt64(content.count))
    bytes += content
  }

  mutating func add(_ field: Int, _ text: String) { add(field, ContiguousArray(text.utf8)) }

  /// A message in it.
  mutating func add(_ field: Int, _ body: (inout ProtocolMessage) -> Void) {
    var message = ProtocolMessage()
    body(&message)
    add(field, message.bytes)
  }

  /// A packed list of doubles.
  mutating func add(_ field: Int, _ numbers: [Double]) {
    guard !numbers.isEmpty else { return }
    add(field, ContiguousArray(numbers.flatMap { EventRecord.littleEndian($0.bitPattern) }))
  }
}
