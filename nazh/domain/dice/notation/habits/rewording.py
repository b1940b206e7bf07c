"""Rewrites a typed text piece by piece, and tracks where each character came from."""

from __future__ import annotations

import re
from collections.abc import Callable

from nazh.domain.dice.notation.normalizing import normalized_characters

Replace = Callable[[re.Match[str]], str | None]
"""Returns the replacement for a match, or ``None`` to leave it as it is."""


class Rewording:
    """A text being reworded: ``plain`` in normalized characters, ``shown`` as it was typed.

    Both have the same length. Raises as ``normalized_characters`` does.
    """

    __slots__ = ("_origins", "_size", "plain", "shown")

    def __init__(self, text: str) -> None:
        self.shown = text
        self.plain = normalized_characters(text)
        self._origins = list(range(len(text)))
        self._size = len(text)

    def origin(self, at: int) -> int:
        """Return the position in the typed text of the character that is now at ``at``."""
        return self._origins[at] if at < len(self._origins) else self._size

    def splice(self, start: int, end: int, text: str) -> None:
        """Replace the text from ``start`` to ``end``; all of it gets the origin of ``start``."""
        self.plain = f"{self.plain[:start]}{text.lower()}{self.plain[end:]}"
        self.shown = f"{self.shown[:start]}{text}{self.shown[end:]}"
        self._origins[start:end] = [self.origin(start)] * len(text)

    def replace(self, pattern: re.Pattern[str], replacement: Replace) -> None:
        """Replace each match of ``pattern`` in ``plain``, from left to right.

        If the pattern has a group named ``piece``, only this part of the match is replaced.
        """
        at, piece = 0, "piece" if "piece" in pattern.groupindex else 0
        while (match := pattern.search(self.plain, at)) is not None:
            text = replacement(match)
            if text is None:
                at = match.end() + (match.end() == match.start())
            else:
                self.splice(*match.span(piece), text)
                at = match.start(piece) + len(text)
            if at > len(self.plain):
                return
