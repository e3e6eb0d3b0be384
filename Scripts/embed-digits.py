#!/usr/bin/env python3
"""Writes Sources/DataFiles/DigitsData.swift from the two IDX files of the 8x8 digits.

    Scripts/embed-digits.py digits-images-idx3-ubyte.gz digits-labels-idx1-ubyte.gz

The gzip files go in as they are, in base64, so the same files give the same source.
"""
import base64
import os
import sys

HEADER = """\
// Made by Scripts/embed-digits.py: two gzip-compressed IDX files in base64. Do not edit.
// swift-format-ignore-file

/// The 8x8 digits as IDX files. See NOTICE for where they come from.
enum DigitsData {
"""


def literal(name: str, summary: str, path: str) -> str:
    with open(path, "rb") as file:
        text = base64.b64encode(file.read()).decode("ascii")
    lines = [text[start : start + 96] for start in range(0, len(text), 96)]
    body = "\n".join("    " + line for line in lines)
    return f'  /// {summary}\n  static let {name} = """\n{body}\n    """\n'


def main() -> None:
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    source = (
        HEADER
        + literal("images", "1,797 pictures of 8x8 pixels from 0 to 16.", sys.argv[1])
        + "\n"
        + literal("labels", "The digit that each picture shows.", sys.argv[2])
        + "}\n"
    )
    with open(os.path.join(root, "Sources/DataFiles/DigitsData.swift"), "w") as file:
        file.write(source)


if __name__ == "__main__":
    main()
