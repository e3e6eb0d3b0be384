/// Letters of 5 x 7 pixels, for pictures that must be pixels: of ASCII each character, of all others a box.
enum PixelFont {
  /// Pixels of a letter, and those that it takes with the gap behind it.
  static let (width, height, advance) = (5, 7, 6)

  /// Rows from top to bottom, 5 bits each, from left to right, as digits 0 to V of base 32; the characters
  /// from the space on.
  private static let glyphs = """
    0000000 4444404 AA00000 AAVAVAA 4FKE5U4 OP248J3 CIK8LID 4480000 2488842 8422248 04LEL40 044V440
    0000448 000V000 00000CC 01248G0 EHJLPHE 4C4444E EH1248V V2421HE 26AIV22 VGU11HE 68GUHHE V124888
    EHHEHHE EHHF12C 0CC0CC0 0CC0448 248G842 00V0V00 8421248 EH12404 EH1DLLE EHHVHHH UHHUHHU EHGGGHE
    SIHHHIS VGGUGGV VGGUGGG EHGNHHF HHHVHHH E44444E 72222IC HIKOKIH GGGGGGV HRLLHHH HHPLJHH EHHHHHE
    UHHUGGG EHHHLID UHHUKIH FGGE11U V444444 HHHHHHE HHHHHA4 HHHLLLA HHA4AHH HHHA444 V1248GV E88888E
    0G84210 E22222E 4AH0000 000000V 8420000 00E1FHF GGMPHHU 00EGGHE 11DJHHF 00EHVGE 698S888 0FHHF1E
    GGMPHHH 40C444E 20622IC GGIKOKI C44444E 00QLLHH 00MPHHH 00EHHHE 00UHUGG 00DJF11 00MPGGG 00EGE1U
    88S8896 00HHHJD 00HHHA4 00HHLLA 00HA4AH 00HHF1E 00V248V 2448442 4444444 8442448 008L200
    """

  private static let rows: [[UInt8]] = glyphs.split { $0 == " " || $0 == "\n" }.map { glyph in
    glyph.utf8.map { $0 < 0x40 ? $0 - 0x30 : $0 - 0x37 }
  }

  private static let box: [UInt8] = [31, 17, 17, 17, 17, 17, 31]

  /// The rows of a character.
  static func rows(_ character: Character) -> [UInt8] {
    guard let ascii = character.asciiValue, ascii >= 0x20, Int(ascii) - 0x20 < rows.count else {
      return box
    }
    return rows[Int(ascii) - 0x20]
  }
}
