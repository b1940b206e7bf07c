"""Rewrites every generated file and prints the names of those that changed (``python -m ops``)."""

from __future__ import annotations

import sys

from ops.generated import generated_files


def main() -> None:
    """Write the files whose text differs."""
    for path, text in generated_files().items():
        if not path.is_file() or path.read_text("utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
            sys.stdout.write(f"{path.name}\n")


if __name__ == "__main__":
    main()
