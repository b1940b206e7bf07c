"""Tests that long lines are wrapped between words and dice, for narrow terminals."""

from __future__ import annotations

import fcntl
import os
import struct
import subprocess
import sys
import termios

import pytest
from hypothesis import given
from hypothesis import strategies as some

from nazh.adapters.inbound.cli.wrapping import cells, wrapped


@pytest.mark.parametrize(
    ("line", "lines"),
    [
        ("short", ["short"]),
        ("", [""]),
        ("one two three four five", ["one two three four", "  five"]),
        ("  one two three four five", ["  one two three four", "    five"]),
        (
            "17  4d6kh3  [1 dropped][6 max][5][6 max]",
            ["17  4d6kh3", "  [1 dropped][6 max]", "  [5][6 max]"],
        ),
        ("[5 rerolled from 1, 2 and 3, success]", ["[5 rerolled from 1,", "  2 and 3, success]"]),
        ("a word_of_more_than_twenty_letters", ["a", "  word_of_more_than_twenty_letters"]),
        ("Initiative of 日本語日本語", ["Initiative of", "  日本語日本語"]),
        (
            "\x1b[1m24\x1b[22m  \x1b[2m8d6\x1b[22m  [\x1b[1m6\x1b[22m][3][5][1][4][2]",
            ["\x1b[1m24\x1b[22m  \x1b[2m8d6\x1b[22m  [\x1b[1m6\x1b[22m][3][5]", "  [1][4][2]"],
        ),
        (f"{' ' * 22}^", [f"{' ' * 22}^"]),
    ],
)
def test_a_line_is_wrapped_between_words_and_dice(line: str, lines: list[str]) -> None:
    assert list(wrapped(line, 20)) == lines


@given(some.text(alphabet="ab 1[],é日\x1b[1m", max_size=80), some.integers(1, 60))
def test_nothing_but_spaces_is_lost(line: str, columns: int) -> None:
    assert "".join(wrapped(line, columns)).replace(" ", "") == line.replace(" ", "")


@given(some.lists(some.text("abc", min_size=1, max_size=8), max_size=30), some.integers(12, 60))
def test_lines_of_short_words_fit(words: list[str], columns: int) -> None:
    assert all(cells(line) <= columns for line in wrapped(" ".join(words), columns))


@pytest.mark.parametrize(
    "arguments",
    [
        ("explain", "4d6kh3, a1d20+5 vs 15, 5d10!!kh3", "--plot"),
        ("roll", "Fire and brimstone: 20d6r1, a1d20+5 vs 15"),
        ("roll", "1d20+5 and something else that is no roll, 2d6 3"),
        ("--help",),
        ("roll", "--help"),
        ("db", "audit", "--help"),
        ("verify", "no-such-file-of-receipts.jsonl"),
    ],
)
def test_no_line_is_wider_than_the_terminal(arguments: tuple[str, ...]) -> None:
    ours, theirs = os.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 40, 0, 0))
    environment = {key: value for key, value in os.environ.items() if key != "COLUMNS"}

    subprocess.run(
        [sys.executable, "-m", "nazh", *arguments],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**environment, "TERM": "xterm", "NO_COLOR": ""},
        check=False,
        timeout=30,
    )
    os.close(theirs)

    lines = os.read(ours, 100_000).decode().splitlines()
    os.close(ours)
    assert len(lines) > 3
    assert [line for line in lines if cells(line) > 40] == []
