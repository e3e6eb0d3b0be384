/// An argument as a shell would want it: as it is where that is plain, in quotes otherwise.
///
/// Control characters, which must not reach a terminal, are spelled out in the quotes that bash and zsh
/// have for them: `$'a\x1b'`.
package func quotedForShell(_ argument: String) -> String {
  let isPlain = argument.utf8.allSatisfy { byte in
    (byte >= 0x61 && byte <= 0x7A) || (byte >= 0x41 && byte <= 0x5A)
      || (byte >= 0x30 && byte <= 0x39) || "-_./,:=@%+".utf8.contains(byte) || byte >= 0x80
  }
  guard argument.printable == argument else { return spelledOut(argument) }
  if isPlain, !argument.isEmpty { return argument }
  return "'"
    + argument.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
    + "'"
}

private func spelledOut(_ argument: String) -> String {
  var result = "$'"
  for scalar in argument.unicodeScalars {
    let text = String(scalar)
    if scalar == "'" || scalar == "\\" {
      result += "\\" + text
    } else if text.printable == text {
      result += text
    } else {
      for byte in text.utf8 { result += "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16) }
    }
  }
  return result + "'"
}
