"""Answers requests line by line, each as soon as it comes, until there are no more."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from typing import BinaryIO, Final

from nazh.adapters.inbound.cli.dice.asking import Asked, DiceTable
from nazh.adapters.inbound.cli.dice.errors import BadRequest, Crashed
from nazh.adapters.inbound.cli.dice.requests import parse_request
from nazh.adapters.inbound.cli.output import BrokenStream, complain, print_json
from nazh.adapters.inbound.wording.dice import refusal_form, rolls_form
from nazh.adapters.inbound.wording.dice.machine import Json
from nazh.domain.kernel.errors import Refusal

LINE_BYTES: Final = 65_536
"""The longest line that is read; of a longer one nothing is kept."""


def serve_lines(table: DiceTable, usual: Asked) -> None:
    """Answer every line of standard input on standard output."""
    # Not asyncio.run: while it waits for a line, Ctrl-C would be kept until the line has come.
    loop = asyncio.new_event_loop()
    try:
        loop.run_until_complete(_serve(table, usual))
    finally:
        loop.close()


async def _serve(table: DiceTable, usual: Asked) -> None:
    for number, line in enumerate(_requests(sys.stdin.buffer), 1):
        print_json(await _answer(line, number, table, usual))


async def _answer(line: bytes, number: int, table: DiceTable, usual: Asked) -> dict[str, Json]:
    try:
        asked = parse_request(_whole(line), usual)
        return rolls_form(await table.answer(asked, f"line {number}"))
    except Refusal as refusal:
        return refusal_form(refusal)
    except Exception as error:  # noqa: BLE001  # a door: one line must not end all others
        complain((f"answer {number} crashed: {error!r}",))
        return refusal_form(Crashed())


def _requests(stream: BinaryIO) -> Iterator[bytes]:
    """Yield each line that is not blank, at most one byte more than allowed of each."""
    try:
        while line := stream.readline(LINE_BYTES + 1):
            if len(line) > LINE_BYTES and not line.endswith(b"\n"):
                _skip_line(stream)
            if line.strip():
                yield line
    except OSError as error:
        raise BrokenStream("Standard input cannot be read", error) from error


def _skip_line(stream: BinaryIO) -> None:
    while (rest := stream.readline(LINE_BYTES)) and not rest.endswith(b"\n"):
        pass


def _whole(line: bytes) -> bytes:
    if len(line) > LINE_BYTES:
        raise BadRequest(
            f"The line is longer than {LINE_BYTES:,} bytes.", "Ask for one roll a line."
        )
    return line
