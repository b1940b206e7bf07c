"""Draws Nazh's terminal output as pictures for the documents."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"
WIDTH = 84
# rich's own frame, without fonts from other hosts.
FRAME = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace;
  font-size: {char_height}px; line-height: {line_height}px; }}
{styles}
</style>
<defs><clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" /></clipPath>{lines}</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}<g class="{unique_id}-matrix">{matrix}</g></g>
</svg>
"""
ROLLS = (
    ("roll", "a1d20+5, 2d6", "--plot"),
    ("roll", "6x4d6kh3"),
    ("roll", "Sneak: 1d20+7 vs 15 # past the guards"),
    ("roll", "8d6!, 5d10!!kh3"),
    ("roll", "1d20+5junk"),
    ("explain", "2d6r<=2kh1+3"),
)


def main() -> None:
    """Draw the demo and the terminal."""
    PICTURES.mkdir(exist_ok=True)
    draw("demo", "script/demo --headless", colored_output(["bash", "script/demo", "--headless"]))
    nazh = str(ROOT / ".venv/bin/nazh")
    draw(
        "terminal",
        "nazh in a terminal",
        "\n".join(command_and_output(nazh, words) for words in ROLLS),
    )


def command_and_output(nazh: str, words: tuple[str, ...]) -> str:
    """Return a command and its output."""
    command_line = " ".join(f'"{word}"' if " " in word or "!" in word else word for word in words)
    return f"\x1b[2m$\x1b[0m nazh {command_line}\n{colored_output([nazh, *words])}"


def colored_output(command: list[str]) -> str:
    """Return a command's colored terminal output."""
    colourful = {**os.environ, "FORCE_COLOR": "1", "COLUMNS": str(WIDTH), "TERM": "xterm-256color"}
    colourful.pop("NO_COLOR", None)
    return subprocess.run(
        command,
        cwd=ROOT,
        env=colourful,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    ).stdout


def draw(name: str, title: str, text: str) -> None:
    """Write ``docs/pictures/<name>.svg``."""
    console = Console(record=True, width=WIDTH, file=io.StringIO())
    console.print(Text.from_ansi(text.strip("\n")))
    svg = console.export_svg(title=title, theme=MONOKAI, code_format=FRAME, unique_id=name)
    path = PICTURES / f"{name}.svg"
    path.write_text(svg, "utf-8")
    sys.stdout.write(f"{path.relative_to(ROOT)}\n")


if __name__ == "__main__":
    main()
