"""Turns every error into a response: a refusal, a delay, or an apology with a reference."""

from __future__ import annotations

import logging
from hashlib import blake2s
from typing import Final

import hikari

from nazh.adapters.inbound.discord.errors import DiscordUnavailable
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import Response, ephemeral
from nazh.adapters.inbound.texts.failure_texts import (
    discord_unavailable_text,
    internal_error_text,
    store_unavailable_text,
)
from nazh.adapters.inbound.texts.refusals import refusal_text
from nazh.domain.kernel.errors import Refusal, Unavailable

_LOG: Final = logging.getLogger(__name__)


def response_to(error: Exception, interaction: hikari.PartialInteraction) -> Response:
    """Return the private response to an error; a crash is logged with its reference."""
    if isinstance(error, Refusal):
        return ephemeral(refusal_text(error, private_translator(interaction)))
    if isinstance(error, Unavailable):
        # A traceback would not help, because our code is not at fault.
        _LOG.error("%s (%s)", error, _reason(error))
        is_discord = isinstance(error, DiscordUnavailable)
        text = discord_unavailable_text if is_discord else store_unavailable_text
        return ephemeral(text(private_translator(interaction)))
    reference = error_reference(interaction.id)
    _LOG.error(
        "An interaction failed, reference %s",
        reference,
        exc_info=error,
        extra={"reference": reference},
    )
    return ephemeral(internal_error_text(reference, private_translator(interaction)))


def _reason(error: Unavailable) -> str:
    cause = error.__cause__
    if cause is None:
        return "no answer in time"
    return str(cause).partition("\n")[0] or type(cause).__name__


def error_reference(interaction_id: int) -> str:
    """Return eight letters and digits that identify an interaction in the log."""
    # The id's last digits are not used, because they hardly differ between interactions.
    return blake2s(str(int(interaction_id)).encode(), digest_size=4).hexdigest()
