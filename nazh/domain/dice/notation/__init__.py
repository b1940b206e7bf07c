"""Parses the dice notation into a checked roll. The only package that knows the grammar."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from typing import Final

from nazh.domain.dice.errors import MisplacedModifier, TagWithoutCount, UnreadableNotation
from nazh.domain.dice.errors.saved import InvalidSavedName
from nazh.domain.dice.limits import Limits
from nazh.domain.dice.notation.habits import never_meant, reword
from nazh.domain.dice.notation.habits.saved_edges import write_out_edged
from nazh.domain.dice.notation.normalizing import normalized_characters
from nazh.domain.dice.notation.parameters import (
    SAMPLES,
    Parameter,
    fill_with_samples,
    parameters_in,
)
from nazh.domain.dice.notation.roll_reader import read_whole_roll
from nazh.domain.dice.notation.saved_texts import SavedTexts, call_of
from nazh.domain.dice.rolls import RollPlan
from nazh.domain.kernel.errors import Refusal

Saved = tuple[tuple[str, str], ...]
_HABITUAL: Final = (UnreadableNotation, TagWithoutCount, MisplacedModifier)
"""The refusals of text that another bot may understand."""
_ADDED_PLOT_DIE: Final = ", dp"
_NAMES: Final = re.compile(r"[@$]\w+").findall


def read_roll(
    text: str,
    add_plot: bool = False,
    saved: Saved = (),
    *,
    is_typed: bool = False,
    for_odds: bool = False,
) -> RollPlan:
    """Parse ``text`` and check it against every rule and limit.

    ``add_plot`` adds the plot die as a separate pool. ``saved`` maps each ``@name`` and ``$name``,
    in lower case and with the sign, to its text. Stored notation must always be parsed the same
    way. Text that ``is_typed`` now is refused if part of it has no effect, and may use the habits
    of other bots (``habits``). A typed roll ``for_odds`` may have more dice than can be rolled.
    Raises a Refusal with ``source``, ``at`` and ``hint``, and ``quoted`` if the error is in a saved
    text.
    """
    try:
        if is_typed:
            plan = _read_typed(text, dict(saved), for_odds=for_odds)
        else:
            plan = read_whole_roll(text, dict(saved))
        return plan.with_plot_die() if add_plot else plan
    except Refusal as refusal:
        refusal.source = text
        raise


parse_roll = lru_cache(maxsize=256)(read_roll)
"""``read_roll`` with a bounded cache: notation that players use repeatedly is parsed once."""


def parse_canonical(notation: str) -> RollPlan:
    """Parse notation written by ``RollPlan.notation``. Raises as ``read_roll`` does.

    An added plot die may have made it longer than what a player may type.
    """
    if notation.endswith(_ADDED_PLOT_DIE):
        return parse_roll(notation.removesuffix(_ADDED_PLOT_DIE), add_plot=True)
    return parse_roll(notation)


def read_saved(name: str, text: str, saved: Mapping[str, str]) -> tuple[Parameter, ...]:
    """Check that ``text`` can be saved under ``name``, and return its parameters.

    ``saved`` maps other names to their texts. Each parameter without a default must give a valid
    roll with at least one number. Raises a Refusal, as ``read_roll`` does, if every call of the
    saved roll would fail.
    """
    try:
        parameters = parameters_in(text)
        if any(len(parameter.name) > Limits.PARAMETER_NAME_LENGTH for parameter in parameters):
            raise InvalidSavedName(Limits.PARAMETER_NAME_LENGTH)
        first_refusal: Refusal | None = None
        for sample in SAMPLES:
            try:
                texts = SavedTexts({**saved, name: text}, inside=(name,))
                read_whole_roll(fill_with_samples(text, sample), texts, is_typed=True)
            except Refusal as refusal:
                first_refusal = first_refusal or refusal
            else:
                return parameters
        assert first_refusal is not None
        raise first_refusal
    except Refusal as refusal:
        refusal.source = text
        raise


def meant_text(text: str, saved: Mapping[str, str]) -> str:
    """Return a text to save in Nazh's notation, with its names and parameters unchanged.

    Raises UnreadableNotation if the text is ambiguous.
    """
    command = never_meant(text)
    typed = text if command is None else command.shown

    def refusal_of(part: str) -> Refusal | None:
        try:
            return _refusal_of(fill_with_samples(part, SAMPLES[0]), saved, for_odds=False)
        except Refusal as refusal:
            return refusal

    if not isinstance(refusal_of(typed), _HABITUAL):
        return typed
    meant = reword(typed, refusal_of)
    return typed if meant is None else meant.shown


def names_in(text: str) -> tuple[str, ...]:
    """Return the saved names that ``text`` uses, in lower case with their sign."""
    if text.isascii() and "@" not in text and "$" not in text:
        return ()
    try:
        plain = normalized_characters(text)
    except Refusal:
        return ()
    return tuple(dict.fromkeys(_NAMES(plain.partition("#")[0])))


def _read_typed(text: str, saved: Mapping[str, str], *, for_odds: bool) -> RollPlan:
    """Parse text that is typed now, which may use the habits of other bots."""
    command = never_meant(text)
    typed = text if command is None else command.shown
    try:
        try:
            return read_whole_roll(typed, saved, is_typed=True, for_odds=for_odds)
        except _HABITUAL as refusal:
            return _read_habits(typed, saved, refusal, for_odds=for_odds)
    except Refusal as refusal:
        if command is not None and refusal.at is not None:
            refusal.at = command.origin(refusal.at)
        raise


def _read_habits(
    text: str, saved: Mapping[str, str], refused: Refusal, *, for_odds: bool
) -> RollPlan:
    """Parse ``text`` as a user of another bot meant it. Raises ``refused`` if that is unclear."""
    with suppress(Refusal):  # its position would not be one in the text
        written_out = write_out_edged(text, saved)
        if written_out is not None:
            plan = _read_typed(written_out.text, saved, for_odds=for_odds)
            names = written_out.names if len(plan.pools) == written_out.pools else ()
            return replace(plan, saved_names=(*plan.saved_names, *names))
    meant = reword(text, lambda part: _refusal_of(part, saved, for_odds=for_odds))
    if meant is None:
        raise refused
    try:
        return read_whole_roll(meant.shown, saved, is_typed=True, for_odds=for_odds)
    except Refusal as refusal:
        if refusal.at is not None:
            refusal.at = meant.origin(refusal.at)
        raise refusal from None


def _refusal_of(part: str, saved: Mapping[str, str], *, for_odds: bool) -> Refusal | None:
    try:
        read_whole_roll(part, saved, is_typed=True, for_odds=for_odds)
    except Refusal as refusal:
        return refusal
    return None


__all__ = [
    "Parameter",
    "call_of",
    "meant_text",
    "names_in",
    "parameters_in",
    "parse_canonical",
    "parse_roll",
    "read_roll",
    "read_saved",
]
