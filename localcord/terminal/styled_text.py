"""Renders styled text for a terminal, wrapped to a width, with or without color."""

import unicodedata
from dataclasses import dataclass
from enum import IntEnum


class Style(IntEnum):
    """Text attributes; the number is the ANSI code."""

    BOLD = 1
    DIM = 2
    ITALIC = 3
    UNDERLINE = 4
    STRIKE = 9
    BLUE = 34
    CODE = 36


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text in one style."""

    text: str
    styles: frozenset[Style] = frozenset()

    @property
    def display_width(self) -> int:
        """The maximum number of columns; strikethrough takes more of them without color."""
        return columns(self.text) + (4 if Style.STRIKE in self.styles else 0)


TextLine = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class TextPainter:
    """Renders with ANSI colors, or as plain text with the same information."""

    color: bool = False

    def paint(self, line: TextLine) -> str:
        """Return a line as a string."""
        return "".join(self._span(span) for span in line)

    def styled(self, text: str, *styles: Style) -> str:
        """Return text in the given styles."""
        return self._span(Span(text, frozenset(styles)))

    def bar(self, rgb: int | None) -> str:
        """Return the color bar at the left of an embed or a container."""
        if not self.color or rgb is None:
            return "▌ "
        red, green, blue = rgb >> 16 & 255, rgb >> 8 & 255, rgb & 255
        return f"\x1b[38;2;{red};{green};{blue}m▌\x1b[0m "

    def _span(self, span: Span) -> str:
        if self.color and span.styles:
            codes = ";".join(str(int(style)) for style in sorted(span.styles))
            return f"\x1b[{codes}m{span.text}\x1b[0m"
        # A dropped die must stay recognizable; other styles have no meaning of their own.
        return f"~~{span.text}~~" if Style.STRIKE in span.styles else span.text


def columns(text: str) -> int:
    """Return how many terminal columns a text takes; East Asian wide characters take two."""
    width = 0
    for character in text:
        if unicodedata.combining(character) or character in "\u200b\u200d\u2060\ufe0e\ufe0f":
            continue
        width += 2 if unicodedata.east_asian_width(character) in "WF" else 1
    return width


def wrap(line: TextLine, width: int) -> list[TextLine]:
    """Break a styled line at spaces so that each part takes at most ``width`` columns (>= 1)."""
    lines: list[list[Span]] = [[]]
    used = 0
    for word in _words(line):
        size = sum(span.display_width for span in word)
        is_space = all(span.text.isspace() for span in word)
        if used + size > width and used:
            lines[-1] = _without_last_space(lines[-1])
            lines.append([])
            used = 0
            if is_space:
                continue
        if size > width:
            pieces = _cut(word, width)
            for piece in pieces[:-1]:
                lines[-1].extend(piece)
                lines.append([])
            lines[-1].extend(pieces[-1])
            used += sum(span.display_width for span in pieces[-1])
        else:
            lines[-1].extend(word)
            used += size
    return [tuple(_joined(spans)) for spans in lines]


def _words(line: TextLine) -> list[list[Span]]:
    """Split into words and the spaces between; a word may run through several styles."""
    words: list[list[Span]] = []
    was_space: bool | None = None
    for span in line:
        start = 0
        for index in range(1, len(span.text) + 1):
            at_end = index == len(span.text)
            is_space = span.text[start] == " "
            if at_end or (span.text[index] == " ") != is_space:
                piece = Span(span.text[start:index], span.styles)
                if words and was_space == is_space:
                    words[-1].append(piece)
                else:
                    words.append([piece])
                was_space, start = is_space, index
    return words


def _without_last_space(spans: list[Span]) -> list[Span]:
    remaining = list(spans)
    while remaining and not remaining[-1].text.strip(" "):
        remaining.pop()
    return remaining


def _cut(word: list[Span], width: int) -> list[list[Span]]:
    """Cut a word that is wider than a line."""
    pieces: list[list[Span]] = [[]]
    used = 0
    for span in word:
        for character in span.text:
            size = columns(character)
            if used + size + 4 * (Style.STRIKE in span.styles) > width and used:
                pieces.append([])
                used = 0
            pieces[-1].append(Span(character, span.styles))
            used += size
    return [_joined(piece) for piece in pieces]


def _joined(spans: list[Span]) -> list[Span]:
    joined: list[Span] = []
    for span in spans:
        if joined and joined[-1].styles == span.styles:
            joined[-1] = Span(joined[-1].text + span.text, span.styles)
        else:
            joined.append(span)
    return joined
