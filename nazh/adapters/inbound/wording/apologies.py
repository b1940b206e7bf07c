"""What is said when something of ours has failed."""

from __future__ import annotations

from nazh.adapters.inbound.wording.languages import Words


def apology(reference: str, words: Words) -> str:
    """Return an apology with the reference that finds the failure in the log."""
    return words(
        "Something went wrong on my side. Sorry! "
        "If it happens again, tell my operator this reference: `{reference}`",
        reference=reference,
    )


def out_of_reach(words: Words) -> str:
    """Return what is said while a store does not answer; nothing is shown that is not on record."""
    return words("I cannot reach my records right now. Try again in a moment.")
