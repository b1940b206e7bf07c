"""Writes the texts for failures of Nazh itself."""

from __future__ import annotations

from nazh.adapters.inbound.texts.languages import Translator


def internal_error_text(reference: str, translator: Translator) -> str:
    """Return an apology with the reference of the log entry."""
    return translator(
        "Sorry, something went wrong on my side. If it happens again, give the bot's "
        "operator this reference: `{reference}`",
        reference=reference,
    )


def store_unavailable_text(translator: Translator) -> str:
    """Return an apology for an unavailable store."""
    return translator("I can't reach the database right now. Please try again in a moment.")


def discord_unavailable_text(translator: Translator) -> str:
    """Return an apology for a request that Discord does not answer."""
    return translator("Discord doesn't answer me right now. Please try again in a moment.")
