"""Selects the language of a response, the user's if private and the guild's if public."""

from __future__ import annotations

from collections.abc import Mapping

import hikari

from nazh.adapters.inbound.texts.languages import LANGUAGES, Translator, translator_for


def private_translator(interaction: hikari.PartialInteraction) -> Translator:
    """Return the translator for a private response."""
    return translator_for(interaction.locale)


def public_translator(interaction: hikari.PartialInteraction, chosen: str | None) -> Translator:
    """Return the translator for a public response.

    The guild's ``chosen`` language comes first, then its Discord locale. Outside a guild the user's
    language is used.
    """
    return translator_for(chosen or interaction.guild_locale or interaction.locale)


def localized(text: str) -> Mapping[hikari.Locale, str]:
    """Return a command's name or description in every language; ``text`` is in English."""
    translations = {hikari.Locale(locale): translator_for(locale)(text) for locale in LANGUAGES}
    return {hikari.Locale.EN_US: text, **translations}
