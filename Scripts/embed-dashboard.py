#!/usr/bin/env python3
"""Writes Sources/Dashboard/Web/* into a Swift source, so that the command has its page wherever it is
installed.

    Scripts/embed-dashboard.py           writes the source
    Scripts/embed-dashboard.py --check   exits with 1 where the source is not in step
"""
import pathlib
import sys

root = pathlib.Path(__file__).resolve().parent.parent
folder = root / "Sources/Dashboard/Web"
target = root / "Sources/Dashboard/Server/WebFiles.swift"

lines = [
    "// Made of Sources/Dashboard/Web by Scripts/embed-dashboard.py; change those files, then run it.",
    "// swift-format-ignore-file",
    "",
    "#if Dashboard",
    "  /// The files of the page as texts.",
    "  enum WebFiles {",
    "    /// Name and text of each file, in the order of the names.",
    "    static let all: [(name: String, text: String)] = [",
]
for path in sorted(folder.iterdir(), key=lambda path: path.name):
    text = path.read_text(encoding="utf-8")
    if '"""##' in text or "##(" in text:
        sys.exit(f"{path}: contains the end mark of the Swift text")
    lines += ["      (", f'        name: "{path.name}",', '        text: ##"""']
    lines += ["        " + line if line else "" for line in text.rstrip("\n").split("\n")]
    lines += ["", '        """##', "      ),"]
lines += ["    ]", "  }", "#endif", ""]
source = "\n".join(lines)

if "--check" in sys.argv[1:]:
    if not target.exists() or target.read_text(encoding="utf-8") != source:
        sys.exit(f"{target.relative_to(root)} is not in step with {folder.relative_to(root)}: run {sys.argv[0]}")
else:
    target.write_text(source, encoding="utf-8")
