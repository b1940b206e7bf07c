"""The stateless router of buttons and forms: everything it knows stands in the ``custom_id``.

``nz1:<action>`` or ``nz1:<action>:<arguments>``. A ``custom_id`` comes back from the client, so
an action treats its arguments as the word of a stranger.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Final

import hikari

from nazh.adapters.inbound.discord.answers import Answer
from nazh.adapters.inbound.discord.door import Door
from nazh.adapters.inbound.discord.errors import UnknownButton

PREFIX: Final = "nz1:"
CUSTOM_ID_CHARACTERS: Final = 100
ButtonAction = Callable[[hikari.ComponentInteraction, str], Awaitable[Answer]]
FormAction = Callable[[hikari.ModalInteraction, str], Awaitable[Answer]]


def custom_id(action: str, arguments: str = "") -> str:
    """Return the inscription of a button or form. ``action`` holds no colon."""
    return f"{PREFIX}{action}:{arguments}" if arguments else f"{PREFIX}{action}"


class ComponentRouter:
    """Hands each press and each form to the action that its inscription names."""

    def __init__(
        self, door: Door, buttons: Mapping[str, ButtonAction], forms: Mapping[str, FormAction]
    ) -> None:
        self._door = door
        self._buttons = buttons
        self._forms = forms

    async def on_button(self, event: hikari.ComponentInteractionCreateEvent) -> None:
        """Answer a press on one of our buttons; leave others alone."""
        if event.interaction.custom_id.startswith(PREFIX):
            await self.press(event.interaction)

    async def on_form(self, event: hikari.ModalInteractionCreateEvent) -> None:
        """Answer one of our forms; leave others alone."""
        if event.interaction.custom_id.startswith(PREFIX):
            await self.submit(event.interaction)

    async def press(self, interaction: hikari.ComponentInteraction) -> None:
        """Answer a press, on a button of others with a refusal."""
        action, arguments = _read(interaction.custom_id)
        work = self._buttons.get(action, _unknown)
        await self._door.receive(interaction, partial(work, interaction, arguments))

    async def submit(self, interaction: hikari.ModalInteraction) -> None:
        """Answer a form, one of others with a refusal."""
        action, arguments = _read(interaction.custom_id)
        work = self._forms.get(action, _unknown)
        await self._door.receive(interaction, partial(work, interaction, arguments))


def _read(inscription: str) -> tuple[str, str]:
    """Return what to do, and with what; nothing that anybody knows where it is not one of ours."""
    if not inscription.startswith(PREFIX):
        return "", ""
    action, _, arguments = inscription.removeprefix(PREFIX).partition(":")
    return action, arguments


async def _unknown(interaction: hikari.PartialInteraction, arguments: str) -> Answer:
    raise UnknownButton
