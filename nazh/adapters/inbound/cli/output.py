"""Writes text for people, JSON for programs, and exit statuses."""

from __future__ import annotations

import codecs
import json
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from io import StringIO, TextIOWrapper
from shutil import get_terminal_size
from types import MappingProxyType
from typing import IO, Final, TextIO, TypeVar

import click
import orjson

from nazh.adapters.inbound.cli.exit_status import BROKEN_PIPE, INPUT_OUTPUT
from nazh.adapters.inbound.cli.wrapping import wrapped
from nazh.adapters.inbound.texts.json_values import Json

_BAR: Final = 30
_SIMILAR: Final = MappingProxyType(
    dict(zip("×÷−–—…·→↑↓█░“”‘’«»✓✗", '*/---~->^v#.""\'\'""+x', strict=True))
)
"""An ASCII character for each that an encoding may lack; all others become question marks."""
_HANDLER: Final = "nazh-similar"
Result = TypeVar("Result")


class BrokenStream(click.ClickException):
    """Standard input or output has failed, so the program must exit."""

    exit_code = INPUT_OUTPUT

    def __init__(self, fault_text: str, error: OSError) -> None:
        super().__init__(f"{fault_text} ({error.strerror}).")


class OutputClosed(click.ClickException):
    """The reader of standard output has closed the pipe, as ``head`` does. This is not an error."""

    exit_code = BROKEN_PIPE

    def __init__(self) -> None:
        super().__init__("The reader of standard output has gone.")

    def show(self, file: IO[str] | None = None) -> None:
        """Print nothing."""


def replace_closed_streams() -> None:
    """Replace a standard stream that is ``None``, because it was closed, by the null device."""
    for name, flags in (("stdin", os.O_RDONLY), ("stdout", os.O_WRONLY), ("stderr", os.O_WRONLY)):
        if getattr(sys, name) is None:
            mode = "r" if flags == os.O_RDONLY else "w"
            setattr(sys, name, os.fdopen(os.open(os.devnull, flags), mode, encoding="utf-8"))


def replace_missing_characters() -> None:
    """Make standard output print similar characters for those that its encoding lacks."""
    if isinstance(sys.stdout, TextIOWrapper):  # click prints help itself
        sys.stdout.reconfigure(errors=_similar())


def print_lines(lines: Iterable[str]) -> None:
    """Write lines of text to standard output, wrapped if it is a terminal."""
    shown = fitted(lines, sys.stdout)
    _write("".join(f"{line}\n" for line in shown).encode(_encoding(sys.stdout), _similar()))


def print_errors(lines: Iterable[str]) -> None:
    """Write lines of text to standard error as ``print_lines``; if it is closed, they are lost."""
    try:
        text = "\n".join(fitted(lines, sys.stderr))
        click.echo(text.encode(_encoding(sys.stderr), _similar()), err=True)
    except OSError:
        _redirect_to_devnull(sys.stderr)


def show(error: click.ClickException) -> None:
    """Print to standard error why the program exits, wrapped if it is a terminal."""
    reason = StringIO()
    error.show(file=reason)
    if reason.getvalue():
        print_errors(reason.getvalue().splitlines())


def discard_output() -> None:
    """Redirect the remaining standard output to the null device."""
    _redirect_to_devnull(sys.stdout)


def print_json(form: Mapping[str, Json]) -> None:
    """Write one line of JSON, in UTF-8 whatever the terminal's encoding, and flush it."""
    _write(json_line(form))


def print_bytes(line: bytes) -> None:
    """Write a complete line, and flush it."""
    _write(line)


def with_progress(what: str, work: Callable[[Callable[[float], None]], Result]) -> Result:
    """Return the result of ``work``, with a progress bar if standard error is a terminal.

    ``work`` is given a function that it calls with its completed share, from 0 to 1.
    """
    if not sys.stderr.isatty():
        return work(lambda share: None)
    width = 0

    def show(share: float) -> None:
        nonlocal width
        bar = "█" * round(share * _BAR)
        line = f"{what} {bar:░<{_BAR}} {share:4.0%}"
        width = len(line)
        sys.stderr.write(f"\r{line}")
        sys.stderr.flush()

    try:
        return work(show)
    finally:
        sys.stderr.write(f"\r{' ' * width}\r")
        sys.stderr.flush()


def json_line(form: Mapping[str, Json]) -> bytes:
    """Return ``form`` as one line of compact UTF-8."""
    try:
        return orjson.dumps(form, option=orjson.OPT_APPEND_NEWLINE)
    except TypeError:  # a total beyond 64 bits, or bytes of an argument that were not UTF-8
        text = json.dumps(form, ensure_ascii=False, separators=(",", ":"))
        return text.encode("utf-8", "replace") + b"\n"


def has_styles(stream: TextIO, environment: Mapping[str, str] = os.environ) -> bool:
    """Return whether ``stream`` shows styles, by NO_COLOR, then FORCE_COLOR, then the terminal."""
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    return environment.get("TERM", "dumb") != "dumb" and stream.isatty()


def terminal_columns(stream: TextIO) -> int | None:
    """Return the width of the terminal behind ``stream``, or ``None`` for a pipe or file."""
    if not stream.isatty():
        return None
    own_size = os.get_terminal_size(stream.fileno())  # standard output may be a file
    return get_terminal_size(fallback=own_size).columns or None


def fitted(lines: Iterable[str], stream: TextIO) -> Iterable[str]:
    """Return ``lines``, wrapped to the width of a terminal."""
    columns = terminal_columns(stream)
    if columns is None:
        return lines
    return (part for line in lines for part in wrapped(line, columns))


@cache
def _similar() -> str:
    """Return the name of the error handler that encodes similar characters."""

    def replace(error: UnicodeError) -> tuple[str, int]:
        if not isinstance(error, UnicodeEncodeError):
            raise error
        missing = error.object[error.start : error.end]
        return "".join(_SIMILAR.get(character, "?") for character in missing), error.end

    codecs.register_error(_HANDLER, replace)
    return _HANDLER


def _encoding(stream: TextIO | None) -> str:
    return (stream and stream.encoding) or "utf-8"


def _write(line: bytes) -> None:
    try:
        sys.stdout.buffer.write(line)
        sys.stdout.buffer.flush()
    except OSError as error:
        discard_output()
        if isinstance(error, BrokenPipeError):
            raise OutputClosed from error
        raise BrokenStream("The result cannot be written", error) from error


def _redirect_to_devnull(stream: TextIO) -> None:
    # Python flushes once more at exit, which must not fail again.
    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, stream.fileno())
    os.close(devnull)
