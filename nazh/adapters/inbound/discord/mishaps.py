"""The one place where a mishap becomes words: a refusal, a delay, an apology with a reference."""

from __future__ import annotations

import logging
from hashlib import blake2s
from typing import Final

import hikari

from nazh.adapters.inbound.discord.answers import Answer, whisper
from nazh.adapters.inbound.discord.languages import private_words
from nazh.adapters.inbound.wording.apologies import apology, out_of_reach
from nazh.adapters.inbound.wording.dice import refusal_text
from nazh.domain.kernel.errors import Refusal, Unavailable

_LOG: Final = logging.getLogger(__name__)


def answer_to_mishap(mishap: Exception, interaction: hikari.PartialInteraction) -> Answer:
    """Return what the one who asked is told, alone; a crash goes to the log with its reference."""
    if isinstance(mishap, Refusal):
        return whisper(refusal_text(mishap, private_words(interaction)))
    if isinstance(mishap, Unavailable):
        # Where it happened says nothing: it is not our code that is at fault.
        _LOG.error("%s (%s)", mishap, _why(mishap))
        return whisper(out_of_reach(private_words(interaction)))
    reference = reference_of(interaction.id)
    _LOG.error(
        "An interaction failed, reference %s",
        reference,
        exc_info=mishap,
        extra={"reference": reference},
    )
    return whisper(apology(reference, private_words(interaction)))


def _why(mishap: Unavailable) -> str:
    cause = mishap.__cause__
    if cause is None:
        return "no answer in time"
    return str(cause).partition("\n")[0] or type(cause).__name__


def reference_of(interaction_id: int) -> str:
    """Return eight letters and digits that find an interaction in the log."""
    # Not the end of the id itself: that hardly differs from one crash to the next.
    return blake2s(str(int(interaction_id)).encode(), digest_size=4).hexdigest()
