"""What is said when something of ours has failed."""

from __future__ import annotations

from nazh.adapters.inbound.texts.languages import Translator


def internal_error_text(reference: str, translator: Translator) -> str:
    """Return an apology with the reference that finds the failure in the log."""
    return translator(
        "Sorry, something went wrong on my side. If it happens again, give the bot's "
        "operator this reference: `{reference}`",
        reference=reference,
    )


def store_unavailable_text(translator: Translator) -> str:
    """Return what is said while a store does not answer; nothing is shown that is not on record."""
    return translator("I can't reach the database right now. Please try again in a moment.")
