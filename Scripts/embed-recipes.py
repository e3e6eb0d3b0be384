#!/usr/bin/env python3
"""Writes Recipes/*.yaml into a Swift source, so that the command has them wherever it is installed.

    Scripts/embed-recipes.py           writes the source
    Scripts/embed-recipes.py --check   exits with 1 where the source is not in step
"""
import pathlib
import sys

root = pathlib.Path(__file__).resolve().parent.parent
target = root / "Sources/Commands/Recipes/EmbeddedRecipes.swift"

lines = [
    "// Made of Recipes/*.yaml by Scripts/embed-recipes.py; change those, then run it.",
    "",
    "/// The recipes as texts.",
    "enum EmbeddedRecipes {",
    "  /// Name and text of each recipe, in the order of the names.",
    "  static let all: [(name: String, text: String)] = [",
]
for path in sorted((root / "Recipes").glob("*.yaml"), key=lambda path: path.stem):
    text = path.read_text(encoding="utf-8")
    if '"""##' in text:
        sys.exit(f"{path}: contains the end mark of the Swift text")
    lines += ["    (", f'      name: "{path.stem}",', '      text: ##"""']
    lines += ["      " + line if line else "" for line in text.rstrip("\n").split("\n")]
    lines += ["", '      """##', "    ),"]
lines += ["  ]", "}", ""]
source = "\n".join(lines)

if "--check" in sys.argv[1:]:
    if not target.exists() or target.read_text(encoding="utf-8") != source:
        sys.exit(f"{target.relative_to(root)} is not in step with Recipes/: run {sys.argv[0]}")
else:
    target.write_text(source, encoding="utf-8")
