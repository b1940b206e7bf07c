"""Truncates and splits texts between grapheme clusters, which readers see as characters."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Final

ELLIPSIS: Final = "..."
PAGE_UNITS: Final = 4_000
"""UTF-16 units of a page; this leaves some room in the description of an embed."""
_FENCE: Final = "```"
_CLOSED: Final = "\n```"
_JOINER: Final = "\u200d"
_EXTENDING: Final = frozenset(
    {_JOINER, "\u200c", "\u0e33", "\u0eb3", "\uff9e", "\uff9f"}
    | {chr(code) for code in range(0x1F3FB, 0x1F400)}  # skin tones
    | {chr(code) for code in range(0xE0020, 0xE0080)}  # tags of flags
)
_MARKS: Final = frozenset({"Mn", "Mc", "Me"})


def graphemes(text: str) -> Iterator[str]:
    """Yield the grapheme clusters of a text, in order.

    A cluster is at least as long as in UAX 29: nothing is split after a joiner or within a syllable
    of Hangul jamo, and a mark stays with the character before it.
    """
    start = flags = 0
    for at, character in enumerate(text):
        is_flag = "\U0001f1e6" <= character <= "\U0001f1ff"
        joins = at > 0 and (
            _extends(character)
            or text[at - 1] == _JOINER
            or (is_flag and flags % 2 == 1)
            or (_is_jamo(text[at - 1]) and _is_jamo(character))
            or text[at - 1 : at + 1] == "\r\n"
        )
        if at > 0 and not joins:
            yield text[start:at]
            start = at
        flags = flags + 1 if is_flag else 0
    if text:
        yield text[start:]


def units(text: str) -> int:
    """Return the length in UTF-16 code units, which is at least the length that Discord counts."""
    if text.isascii():
        return len(text)
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, most: int) -> str:
    """Return the text truncated to ``most`` (at least 3) UTF-16 units; three dots mark the cut.

    A code block that truncation leaves open is closed.
    """
    if units(text) <= most:
        return text
    beginning = _beginning(text, most - len(ELLIPSIS))
    if beginning.count(_FENCE) % 2 == 0:
        return beginning + ELLIPSIS
    beginning = _beginning(text, most - len(ELLIPSIS) - len(_CLOSED))
    return beginning + ELLIPSIS + (_CLOSED if beginning.count(_FENCE) % 2 else "")


def cut_graphemes(text: str, most: int) -> str:
    """Return the first ``most`` grapheme clusters."""
    if len(text) <= most:
        return text
    return "".join(cluster for cluster, _ in zip(graphemes(text), range(most), strict=False))


def split_pages(text: str, most: int = PAGE_UNITS) -> tuple[str, ...]:
    """Return the text in pages of at most ``most`` UTF-16 units.

    Pages end after a line where possible. Only a cluster longer than a page is split.
    """
    pages: list[str] = []
    page, size = [""], 0
    for piece in _pieces(text, most):
        length = units(piece)
        if size + length > most:
            pages.append("".join(page))
            page, size = [""], 0
        page.append(piece)
        size += length
    if size:
        pages.append("".join(page))
    return tuple(pages)


def _pieces(text: str, most: int) -> Iterator[str]:
    """Yield whole lines, but the clusters of lines that are longer than a page."""
    for line in text.splitlines(keepends=True):
        if units(line) <= most:
            yield line
            continue
        for cluster in graphemes(line):
            if units(cluster) <= most:
                yield cluster
            else:
                yield from cluster


def _beginning(text: str, most: int) -> str:
    size = end = 0
    for cluster in graphemes(text):
        size += units(cluster)
        if size > most:
            break
        end += len(cluster)
    return text[:end]


def _extends(character: str) -> bool:
    return not character.isascii() and (
        character in _EXTENDING or unicodedata.category(character) in _MARKS
    )


def _is_jamo(character: str) -> bool:
    return (
        "\u1100" <= character <= "\u11ff"
        or "\ua960" <= character <= "\ua97c"
        or (
            "\uac00" <= character <= "\ud7fb"
            and (character >= "\ud7b0" or (ord(character) - 0xAC00) % 28 == 0)
        )
    )
