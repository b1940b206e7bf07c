"""In which language an interaction is answered: its player's alone, or its server's in public."""

from __future__ import annotations

from collections.abc import Mapping

import hikari

from nazh.adapters.inbound.texts.languages import LANGUAGES, Translator, translator_for


def private_translator(interaction: hikari.PartialInteraction) -> Translator:
    """Return the words for what only the one who asks will see."""
    return translator_for(interaction.locale)


def public_translator(interaction: hikari.PartialInteraction, chosen: str | None) -> Translator:
    """Return the words for what everybody in the channel will see.

    What the server has ``chosen`` comes first, then the language of its Discord. Without a server
    it is the player's language that the channel speaks.
    """
    return translator_for(chosen or interaction.guild_locale or interaction.locale)


def localized(text: str) -> Mapping[hikari.Locale, str]:
    """Return a name or description of a command in every language; ``text`` is the English."""
    translations = {hikari.Locale(locale): translator_for(locale)(text) for locale in LANGUAGES}
    return {hikari.Locale.EN_US: text, **translations}
