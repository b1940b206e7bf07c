"""Answers JSON requests on standard input line by line."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from typing import BinaryIO, Final

from nazh.adapters.inbound.cli.dice.errors import BadRequest, Crashed
from nazh.adapters.inbound.cli.dice.requests import parse_request
from nazh.adapters.inbound.cli.dice.roll_dispatcher import RollDispatcher, TerminalRequest
from nazh.adapters.inbound.cli.output import BrokenStream, print_errors, print_json
from nazh.adapters.inbound.texts.dice import refusal_form, rolls_form
from nazh.adapters.inbound.texts.json_values import Json
from nazh.domain.kernel.errors import Refusal

LINE_BYTES: Final = 65_536
"""The longest accepted line in bytes; longer ones are skipped."""


def serve_jsonl(dispatcher: RollDispatcher, defaults: TerminalRequest) -> None:
    """Answer every line of standard input on standard output."""
    # asyncio.run is not used, because it would delay Ctrl-C until the next line is complete.
    loop = asyncio.new_event_loop()
    try:
        loop.run_until_complete(_serve(dispatcher, defaults))
    finally:
        loop.close()


async def _serve(dispatcher: RollDispatcher, defaults: TerminalRequest) -> None:
    for number, line in enumerate(_requests(sys.stdin.buffer), 1):
        print_json(await _answer(line, number, dispatcher, defaults))


async def _answer(
    line: bytes, number: int, dispatcher: RollDispatcher, defaults: TerminalRequest
) -> dict[str, Json]:
    try:
        request = parse_request(_check_length(line), defaults)
        return rolls_form(await dispatcher.roll(request, f"line {number}"))
    except Refusal as refusal:
        return refusal_form(refusal)
    except Exception as error:  # noqa: BLE001  # the next line is still read
        print_errors((f"answer {number} crashed: {error!r}",))
        return refusal_form(Crashed())


def _requests(stream: BinaryIO) -> Iterator[bytes]:
    """Yield each non-blank line, truncated to one byte more than the limit."""
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


def _check_length(line: bytes) -> bytes:
    if len(line) > LINE_BYTES:
        raise BadRequest(
            f"The line is longer than {LINE_BYTES:,} bytes.", "Write one roll per line."
        )
    return line
