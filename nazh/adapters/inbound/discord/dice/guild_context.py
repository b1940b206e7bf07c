"""Determines the ruleset, languages and permissions that apply to an interaction."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.adapters.inbound.discord.guilds.members import UserInteraction, is_game_master, server_of
from nazh.adapters.inbound.discord.interactions.languages import (
    private_translator,
    public_translator,
)
from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.guilds.ports import SettingsOf
from nazh.domain.dice import Ruleset
from nazh.domain.dice.guild_settings import (
    ALL_BUTTONS,
    BUTTONS,
    LAYOUT,
    Layout,
    ResultButton,
    chosen_ruleset,
)
from nazh.domain.guilds.guild_settings import (
    DEFAULT_SETTINGS,
    GAME_MASTERS,
    LANGUAGE,
    NOTICE_CHANNEL,
    GuildSettings,
)
from nazh.domain.kernel.errors import Unavailable
from nazh.domain.kernel.identity import GuildId, RoleId


@dataclass(frozen=True, slots=True)
class GuildContext:
    """What applies to a user's interaction: the rules, the translators, and game-master rights.

    ``public`` translates messages for everybody, ``private`` those for the user. The channel is
    notified of secret rolls; ``None`` means no channel. ``game_masters`` is the chosen role.
    """

    ruleset: Ruleset
    public: Translator
    private: Translator
    is_game_master: bool = False
    notice_channel: int | None = None
    layout: Layout = Layout.FULL
    buttons: frozenset[ResultButton] = ALL_BUTTONS
    game_masters: RoleId | None = None

    def translator(self, *, is_secret: bool) -> Translator:
        """Return the translator for a message that is secret, or public."""
        return self.private if is_secret else self.public

    def layout_of(self, *, is_secret: bool) -> Layout:
        """Return the layout of a result that is secret, or public."""
        return self.layout.with_dice if is_secret else self.layout


class GuildContexts:
    """Returns the context of every interaction. ``notice_channel`` is the operator's."""

    __slots__ = ("_notice_channel", "_ruleset", "_settings_of")

    def __init__(
        self, settings_of: SettingsOf, ruleset: Ruleset, notice_channel: int | None = None
    ) -> None:
        self._settings_of = settings_of
        self._ruleset = ruleset
        self._notice_channel = notice_channel

    async def of(self, interaction: UserInteraction) -> GuildContext:
        """Return the context of an interaction. Raises ``Unavailable``."""
        return self._context(interaction, await self._settings_of(server_of(interaction)))

    async def of_or_default(self, interaction: UserInteraction) -> GuildContext:
        """Return the context for reading only; the default one if the settings are unavailable."""
        try:
            return await self.of(interaction)
        except Unavailable:
            return self._context(interaction, DEFAULT_SETTINGS)

    async def offers_plot_die(self, guild: GuildId | None) -> bool:
        """Return whether the plot die is offered in a guild; by default if that is unavailable."""
        try:
            chosen = await self._settings_of(guild)
        except Unavailable:
            chosen = DEFAULT_SETTINGS
        return chosen_ruleset(chosen, self._ruleset).has_plot_die

    def _context(self, interaction: UserInteraction, chosen: GuildSettings) -> GuildContext:
        ruleset = chosen_ruleset(chosen, self._ruleset)
        buttons = chosen.of(BUTTONS)
        buttons = ALL_BUTTONS if buttons is None else buttons
        return GuildContext(
            ruleset=ruleset,
            public=public_translator(interaction, chosen.of(LANGUAGE)),
            private=private_translator(interaction),
            is_game_master=is_game_master(interaction, chosen),
            notice_channel=chosen.of(NOTICE_CHANNEL) or self._notice_channel,
            layout=chosen.of(LAYOUT) or Layout.FULL,
            buttons=buttons if ruleset.has_plot_die else buttons - {ResultButton.PLOT},
            game_masters=chosen.of(GAME_MASTERS),
        )
