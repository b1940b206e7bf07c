"""Checks the text of a panel before it is shown, including the saved rolls that it uses."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from nazh.application.dice.ports import SavedNames
from nazh.application.dice.rolling.label_and_difficulty import with_label_and_difficulty
from nazh.application.dice.rolling.typed_rolls import read_typed_roll
from nazh.domain.dice import names_in
from nazh.domain.dice.errors.panels import EmptyPanel, PanelTooLong, TooManyButtons
from nazh.domain.dice.limits import Limits
from nazh.domain.dice.panels import (
    Panel,
    PanelButton,
    caption_of,
    panel_length,
    readings,
)
from nazh.domain.dice.saving.saved_rolls import NUMBER, ROLL, STAND_IN, referenced_texts
from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.identity import GuildId, UserId


@dataclass(frozen=True, slots=True)
class PanelRequest:
    """The lines that a user wrote for a panel.

    ``saved`` contains the saved rolls that the panel already includes. The user's own replace them
    if the user is the author of the panel.
    """

    by: UserId
    title: str
    lines: Sequence[str]
    guild: GuildId | None = None
    saved: Mapping[str, str] = field(default_factory=dict)
    is_author: bool = True


class RefusedLine(NamedTuple):
    """A refused line; ``number`` counts from 1, and is ``None`` if the whole panel is refused."""

    number: int | None
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class RefusedPanel:
    """Everything that is wrong with a panel."""

    lines: tuple[RefusedLine, ...]


@dataclass(frozen=True, slots=True)
class CheckPanel:
    """Checks every line as if it were rolled. Nothing is thrown or recorded.

    Saved rolls (``$name``) become a part of the panel, so that a button rolls the same for
    everybody; saved numbers (``@name``) are those of the user who presses it, so any value will do
    here.
    """

    saved_names: SavedNames

    async def __call__(self, request: PanelRequest) -> Panel | RefusedPanel:
        """Return the panel, or what is wrong with it. Raises ``Unavailable``."""
        lines = request.lines
        if not lines:
            return _refused(EmptyPanel())
        if len(lines) > Limits.PANEL_BUTTONS:
            return _refused(TooManyButtons(len(lines)))
        names = await self._names(request)
        buttons: list[PanelButton] = []
        refused: list[RefusedLine] = []
        for number, line in enumerate(lines, start=1):
            # Yield to other requests between lines: twenty invalid ones can take 70 ms.
            await asyncio.sleep(0)
            try:
                buttons.append(await _button(line, names, request))
            except Refusal as refusal:
                refused.append(RefusedLine(number, refusal))
        if refused:
            return RefusedPanel(tuple(refused))
        used = referenced_texts(
            [name for button in buttons for name in names_in(button.line.notation)], names.texts
        )
        saved = {name: text for name, text in used.items() if name.startswith(ROLL)}
        length = panel_length([button.line for button in buttons], saved)
        if length > Limits.PANEL_LENGTH:
            return _refused(PanelTooLong(length))
        return Panel(request.title, tuple(buttons), saved)

    async def _names(self, request: PanelRequest) -> _PanelNames:
        texts = (*request.lines, *request.saved.values())
        used = [name for text in texts for name in names_in(text)]
        names = await self.saved_names.find(request.by, used, request.guild) if used else {}
        saved_texts = (
            {**request.saved, **names} if request.is_author else {**names, **request.saved}
        )
        return _PanelNames(saved_texts, await self.saved_names.names(request.by, request.guild))


@dataclass(frozen=True, slots=True)
class _PanelNames:
    """The names that a panel may use, read once for all lines; satisfies ``SavedNames``."""

    texts: Mapping[str, str]
    known: Collection[str]

    async def find(
        self, by: UserId, names: Collection[str], guild: GuildId | None = None
    ) -> Mapping[str, str]:
        """Return the texts of ``names``, with a stand-in for each saved number."""
        texts = referenced_texts(names, self.texts)
        used = (name for text in texts.values() for name in names_in(text))
        stand_ins = {name: STAND_IN for name in (*names, *used) if name.startswith(NUMBER)}
        return dict(sorted({**texts, **stand_ins}.items()))

    async def names(self, by: UserId, guild: GuildId | None = None) -> Collection[str]:
        """Return all names that the user may use."""
        return self.known

    async def active_character(self, by: UserId, guild: GuildId | None) -> str | None:
        """Return ``None``, because nothing is rolled."""
        return None


def _refused(refusal: Refusal) -> RefusedPanel:
    return RefusedPanel((RefusedLine(None, refusal),))


async def _button(line: str, names: _PanelNames, request: PanelRequest) -> PanelButton:
    """Return the button for the first reading of a line with dice, or else the first valid one.

    So ``D20=1d20`` is a label and its roll, and ``4d6=6`` counts sixes. If no reading is valid,
    raises the refusal of the notation after a label, or else of the whole line.
    """
    without_dice: PanelButton | None = None
    first_refusal: Refusal | None = None
    for reading in readings(line):
        try:
            plan = await read_typed_roll(names, request.by, reading.notation, request.guild)
            if reading.label is not None:
                with_label_and_difficulty(plan, reading.label, None)
            button = PanelButton(reading, caption_of(reading, plan.pools[0].label))
        except Refusal as refusal:
            if line.endswith(reading.notation):
                first_refusal = first_refusal or refusal
        else:
            if plan.dice:
                return button
            without_dice = without_dice or button
    if without_dice is None:
        assert first_refusal is not None
        raise first_refusal
    return without_dice
