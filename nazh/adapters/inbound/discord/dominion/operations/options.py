"""Declares options of developers' commands, and the modal that asks for the reason of a change."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import hikari
import lightbulb

from nazh.adapters.inbound.discord.interactions.commands import Autocomplete
from nazh.adapters.inbound.discord.interactions.component_router import (
    ButtonAction,
    context_custom_id,
    typed_texts,
)
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import Response, choices_response, modal
from nazh.adapters.inbound.discord.ui import text_input
from nazh.adapters.inbound.texts.dominion.operations import audit as texts
from nazh.adapters.inbound.texts.languages import Translator
from nazh.domain.dominion.operations.controls import MAX_REASON_LENGTH

REASON: Final = "reason"


def reason_form(action: str, arguments: str, title: str, translator: Translator) -> Response:
    """Return the modal that asks a developer for the reason of a change."""
    return modal(
        context_custom_id("dominion", action, arguments),
        title,
        text_input(
            REASON,
            translator(texts.REASON_LABEL),
            MAX_REASON_LENGTH,
            translator(texts.REASON_EXAMPLE),
            is_required=True,
        ),
    )


def reason_button(action: str, title: str) -> ButtonAction:
    """Return the action of Continue below a preview, which asks for the reason of the change."""

    async def press(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        translator = private_translator(interaction)
        return reason_form(action, arguments, translator(title), translator)

    return press


def typed_reason(interaction: hikari.ModalInteraction) -> str:
    """Return the reason that was typed into the modal."""
    return typed_texts(interaction).get(REASON, "")[:MAX_REASON_LENGTH]


def reason_option() -> str:
    """Return the option that takes the reason of a change."""
    return lightbulb.string("reason", "Why; kept in the audit log", max_length=MAX_REASON_LENGTH)


def names_like(names: Collection[str]) -> Autocomplete:
    """Return the autocomplete of an option that takes one of the names."""

    async def complete(context: lightbulb.AutocompleteContext[str]) -> Response:
        typed = str(context.focused.value or "").casefold()
        return choices_response((name, name) for name in sorted(names) if typed in name)

    return complete
