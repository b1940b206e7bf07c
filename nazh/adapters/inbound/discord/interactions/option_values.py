"""Checks that a command has only options and values that Discord's client would send.

Interactions come from Discord, but a leaked signing key or a changed command could send others. A
handler only ever sees options that its command declares, with values that it offers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

import hikari
from lightbulb.commands.options import OptionData

from nazh.adapters.inbound.discord.errors import InvalidOption

_TYPES: Final[Mapping[int, tuple[type, ...]]] = {
    hikari.OptionType.STRING: (str,),
    hikari.OptionType.INTEGER: (int,),
    hikari.OptionType.BOOLEAN: (bool,),
    hikari.OptionType.FLOAT: (float, int),
}
"""The types of values; options of other types are ids."""


class DeclaredOptions:
    """The options of a command by their names on Discord, which lightbulb gives when it starts."""

    __slots__ = ("_by_name", "_required")

    def __init__(self, options: Iterable[OptionData[object, object]]) -> None:
        self._by_name = {option._localized_name: option for option in options}
        self._required = tuple(
            name for name, data in self._by_name.items() if data.default is hikari.UNDEFINED
        )

    def check(
        self,
        given: Sequence[hikari.CommandInteractionOption],
        resolved: hikari.ResolvedOptionData | None,
    ) -> None:
        """Raise InvalidOption unless each is declared and its value is one that is offered."""
        named = {option.name for option in given}
        if len(named) < len(given):
            raise InvalidOption(given[-1].name)
        for option in given:
            declared = self._by_name.get(option.name)
            if declared is None or not _fits(declared, option, resolved):
                raise InvalidOption(option.name)
        for name in self._required:
            if name not in named:
                raise InvalidOption(name)


def _fits(
    declared: OptionData[object, object],
    given: hikari.CommandInteractionOption,
    resolved: hikari.ResolvedOptionData | None,
) -> bool:
    value = given.value
    if int(given.type) != int(declared.type):
        return False
    types = _TYPES.get(int(declared.type))
    if types is None:
        return isinstance(value, hikari.Snowflake) and value in _resolved_ids(declared, resolved)
    if not isinstance(value, types) or (isinstance(value, bool) and bool not in types):
        return False
    if isinstance(declared.choices, Sequence):
        return value in {choice.value for choice in declared.choices}
    size, least, most = value, declared.min_value, declared.max_value
    if isinstance(value, str):
        size, least, most = len(value), declared.min_length, declared.max_length
    assert isinstance(size, int | float)
    above = not isinstance(least, int | float) or size >= least
    return above and (not isinstance(most, int | float) or size <= most)


def _resolved_ids(
    declared: OptionData[object, object], resolved: hikari.ResolvedOptionData | None
) -> Collection[hikari.Snowflake]:
    if resolved is None:
        return ()
    match declared.type:
        case hikari.OptionType.USER:
            return resolved.users
        case hikari.OptionType.CHANNEL:
            return resolved.channels
        case hikari.OptionType.ROLE:
            return resolved.roles
        case hikari.OptionType.ATTACHMENT:
            return resolved.attachments
        case _:
            return {*resolved.users, *resolved.roles}
