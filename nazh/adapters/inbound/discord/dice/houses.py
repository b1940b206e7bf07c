"""Houses: what holds where somebody acts, as the server has chosen or the operator set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import hikari

from nazh.adapters.inbound.discord.dice.pressed import Acting, server_of
from nazh.adapters.inbound.discord.languages import private_words, public_words
from nazh.adapters.inbound.wording.languages import Words
from nazh.application.dice.ports import SettingsHere
from nazh.domain.dice import Ruleset
from nazh.domain.dice.server_settings import UNCHANGED, ServerSettings
from nazh.domain.kernel.errors import Unavailable

# As numbers: hikari makes a value of each "and" of its flags, at each roll.
_MANAGES: Final = int(hikari.Permissions.ADMINISTRATOR | hikari.Permissions.MANAGE_GUILD)
_LEADS: Final = _MANAGES | int(hikari.Permissions.MANAGE_MESSAGES)


@dataclass(frozen=True, slots=True)
class House:
    """What holds for one who acts: the rules, the words, and whether they lead the game here.

    ``public`` are the words for what everybody sees, ``private`` those for the one alone. The
    channel is told of secret rolls; ``None`` is no channel.
    """

    ruleset: Ruleset
    public: Words
    private: Words
    leads: bool = False
    notice_channel: int | None = None
    is_compact: bool = False

    def words(self, *, is_secret: bool) -> Words:
        """Return the words for a message that is secret, or public."""
        return self.private if is_secret else self.public


class Houses:
    """Tells the house of every interaction. ``notice_channel`` is the operator's."""

    __slots__ = ("_notice_channel", "_ruleset", "_settings_here")

    def __init__(
        self, settings_here: SettingsHere, ruleset: Ruleset, notice_channel: int | None = None
    ) -> None:
        self._settings_here = settings_here
        self._ruleset = ruleset
        self._notice_channel = notice_channel

    async def at(self, interaction: Acting) -> House:
        """Return the house where somebody acts. Raises ``Unavailable``."""
        return self._house(interaction, await self._settings_here(server_of(interaction)))

    async def glimpsed(self, interaction: Acting) -> House:
        """Return the house for what is only looked at; the usual one while records are away."""
        try:
            return await self.at(interaction)
        except Unavailable:
            return self._house(interaction, UNCHANGED)

    def _house(self, interaction: Acting, chosen: ServerSettings) -> House:
        return House(
            ruleset=chosen.ruleset or self._ruleset,
            public=public_words(interaction, chosen.language),
            private=private_words(interaction),
            leads=_leads(interaction, chosen),
            notice_channel=chosen.notice_channel or self._notice_channel,
            is_compact=chosen.is_compact,
        )


def manages_here(interaction: Acting) -> bool:
    """Whether the one who acts may manage this server; nobody may without one."""
    return interaction.member is not None and bool(int(interaction.member.permissions) & _MANAGES)


def _leads(interaction: Acting, chosen: ServerSettings) -> bool:
    """Whether somebody leads the game on this server: by a permission, or by the role for it."""
    member = interaction.member
    if member is None:
        return False
    role = chosen.game_masters
    has_role = role is not None and hikari.Snowflake(role) in member.role_ids
    return has_role or bool(int(member.permissions) & _LEADS)
