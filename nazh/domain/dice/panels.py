"""Parses the text of a panel, which has one button for each roll."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from nazh.domain.dice.errors.panels import ButtonLabelTooLong
from nazh.domain.dice.limits import Limits

_OPENING: Final = "([{"
_CLOSING: Final = ")]}"
_COMPARISON: Final = frozenset("<>!=")
_SAVED_OVERHEAD: Final = 10


@dataclass(frozen=True, slots=True)
class PanelLine:
    """What a user wrote for one button: a notation, and the ``label`` before it, if any."""

    notation: str
    label: str | None = None

    @property
    def text(self) -> str:
        """The line as it can be written, so that its first valid reading is this one."""
        if self.label is None:
            return self.notation
        written = f"{self.label} = {self.notation}"
        # A label behind its roll may have an equals sign or an open bracket of its own.
        return written if next(readings(written)) == self else f"{self.notation}@{self.label}"


@dataclass(frozen=True, slots=True)
class PanelButton:
    """A button with the line that it rolls; ``caption`` is the text on it."""

    line: PanelLine
    caption: str

    def __post_init__(self) -> None:
        if len(self.caption) > Limits.PANEL_LABEL_LENGTH:
            raise ButtonLabelTooLong(len(self.caption))


@dataclass(frozen=True, slots=True)
class Panel:
    """A panel whose rolls are all valid.

    ``saved`` maps the name of each saved roll that they use, with its sign, to its text. The
    ``title`` may be empty.
    """

    title: str
    buttons: tuple[PanelButton, ...]
    saved: Mapping[str, str]


def written_lines(text: str) -> tuple[str, ...]:
    """Return the rolls in ``text``, one a line.

    Backticks, which only remarks can have, become apostrophes: a panel shows its rolls between
    backticks.
    """
    lines = (" ".join(line.split()) for line in text.replace("`", "'").splitlines())
    return tuple(line for line in lines if line)


def written_list(text: str) -> tuple[str, ...]:
    """Return the rolls in ``text``: one a line, or separated by semicolons, or else by commas.

    If lines or semicolons separate the rolls, commas separate the pools of one roll. Separators
    inside brackets do not count.
    """
    if "\n" in text.strip():
        return written_lines(text)
    places = _places(text, ";") or _places(text, ",")
    starts, ends = (0, *(place + 1 for place in places)), (*places, len(text))
    return written_lines("\n".join(text[at:end] for at, end in zip(starts, ends, strict=True)))


def readings(line: str) -> Iterator[PanelLine]:
    """Yield the possible readings of a line, the likeliest first.

    A line may be a label before a notation (``Attack = 1d20+5``), a notation, or a notation before
    a label, as DiscordDiceBot writes it (``1d20+5@Attack``, ``2d6=@Damage``).
    """
    for place in _places(line, "="):
        around = {line[place - 1 : place], line[place + 1 : place + 2]}
        label, notation = line[:place].strip(), line[place + 1 :].strip()
        if label and notation and not around & _COMPARISON:
            yield PanelLine(notation, label)
            break
    yield PanelLine(line)
    notation, _, label = (part.strip() for part in line.rpartition("@"))
    if label and notation:
        yield PanelLine(notation.removesuffix("="), label)


def caption_of(line: PanelLine, first_label: str | None) -> str:
    """Return the text on a button; ``first_label`` is the label of the roll's first pool."""
    if line.label is not None:
        return line.label
    caption, most = first_label or line.notation, Limits.PANEL_LABEL_LENGTH
    return caption if len(caption) <= most else f"{caption[: most - 1]}…"


def panel_length(lines: Sequence[PanelLine], saved: Mapping[str, str]) -> int:
    """Return the number of characters in a panel, with ten more for each saved roll."""
    texts = sum(len(name) + len(text) + _SAVED_OVERHEAD for name, text in saved.items())
    return sum(len(line.text) for line in lines) + texts


def _places(text: str, wanted: str) -> tuple[int, ...]:
    """Return the positions of ``wanted`` in ``text`` outside of brackets."""
    depth = 0
    places: list[int] = []
    for place, character in enumerate(text):
        if character in _OPENING:
            depth += 1
        elif character in _CLOSING:
            depth = max(0, depth - 1)
        elif character == wanted and not depth:
            places.append(place)
    return tuple(places)
