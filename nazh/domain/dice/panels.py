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
        """The line as it can be written."""
        return self.notation if self.label is None else f"{self.label} = {self.notation}"


@dataclass(frozen=True, slots=True)
class PanelButton:
    """A button with the line that it rolls; ``caption`` is what stands on it."""

    line: PanelLine
    caption: str

    def __post_init__(self) -> None:
        if len(self.caption) > Limits.PANEL_LABEL_LENGTH:
            raise ButtonLabelTooLong(len(self.caption))


@dataclass(frozen=True, slots=True)
class Panel:
    """A panel whose rolls are all valid.

    ``saved`` has the text of each saved roll that they use, by its name with the sign. An empty
    ``title`` is none.
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

    Between lines or semicolons, a comma belongs to a roll of several pools; between brackets, every
    separator belongs to its roll.
    """
    if "\n" in text.strip():
        return written_lines(text)
    places = _places(text, ";") or _places(text, ",")
    starts, ends = (0, *(place + 1 for place in places)), (*places, len(text))
    return written_lines("\n".join(text[at:end] for at, end in zip(starts, ends, strict=True)))


def readings(line: str) -> Iterator[PanelLine]:
    """Yield what a line may mean, the likeliest first.

    It may be a label before a notation (``Attack = 1d20+5``), a notation, or a label after one, as
    DiscordDiceBot has it (``1d20+5@Attack``, ``2d6=@Damage``).
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
    """Return what stands on a button; ``first_label`` is the label of the roll's first pool."""
    if line.label is not None:
        return line.label
    caption, most = first_label or line.notation, Limits.PANEL_LABEL_LENGTH
    return caption if len(caption) <= most else f"{caption[: most - 1]}…"


def panel_length(lines: Sequence[PanelLine], saved: Mapping[str, str]) -> int:
    """Return the characters of a panel; each saved roll counts ten more, for its place."""
    texts = sum(len(name) + len(text) + _SAVED_OVERHEAD for name, text in saved.items())
    return sum(len(line.text) for line in lines) + texts


def _places(text: str, sought: str) -> tuple[int, ...]:
    """Return where ``sought`` is in ``text``, outside of brackets."""
    depth = 0
    places: list[int] = []
    for place, character in enumerate(text):
        if character in _OPENING:
            depth += 1
        elif character in _CLOSING:
            depth = max(0, depth - 1)
        elif character == sought and not depth:
            places.append(place)
    return tuple(places)
