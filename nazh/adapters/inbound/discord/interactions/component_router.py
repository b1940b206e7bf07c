"""Routes components and modals to the actions that their ``custom_id`` names.

``nz2:<context>.<action>`` or ``nz2:<context>.<action>:<arguments>``; messages of an older version
have ``nz1:<action>``. A ``custom_id`` comes back from the client, so an action must not trust its
arguments.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from enum import Enum
from functools import partial
from typing import Final, TypeVar

import hikari

from nazh.adapters.inbound.discord.errors import InvalidComponent, UnknownComponent
from nazh.adapters.inbound.discord.interactions.commands import Guard
from nazh.adapters.inbound.discord.interactions.pipeline import InteractionPipeline
from nazh.adapters.inbound.discord.interactions.responses import Response
from nazh.adapters.inbound.discord.interactions.telemetry import UNKNOWN, HandlerName

PREFIX: Final = "nz2:"
OLD_PREFIX: Final = "nz1:"
_OLD_ACTIONS: Final[Mapping[str, Sequence[str]]] = {
    "dice": (
        *("again", "borrow", "build", "copied", "copy", "csv", "drop", "jsonl", "keep", "lend"),
        *("more", "newer", "odds", "older", "past", "pick", "pickup", "plot", "repeat", "shelf"),
        *("show", "try", "use"),
    ),
    "guilds": (
        *("changes", "choice", "forgetall", "forgetme", "keepme", "mydata", "page", "setting"),
        "usual",
    ),
}
"""The actions of the first version, whose messages stay in channels for years."""
OLD_NAMES: Final[Mapping[str, str]] = {
    action: f"{context}.{action}" for context, actions in _OLD_ACTIONS.items() for action in actions
}
CUSTOM_ID_CHARACTERS: Final = 100
ButtonAction = Callable[[hikari.ComponentInteraction, str], Awaitable[Response]]
FormAction = Callable[[hikari.ModalInteraction, str], Awaitable[Response]]
Member = TypeVar("Member", bound=Enum)
Sent = TypeVar("Sent", hikari.ComponentInteraction, hikari.ModalInteraction)


def context_custom_id(context: str, action: str, arguments: str = "") -> str:
    """Return the custom_id of an action. Neither name may contain a dot or a colon."""
    name = f"{PREFIX}{context}.{action}"
    return f"{name}:{arguments}" if arguments else name


def read_number(written: str, base: int = 10) -> int:
    """Return a number from the arguments of a custom_id, which has at most 63 bits as all ids.

    Raises InvalidComponent.
    """
    try:
        number = int(written, base)
    except ValueError as error:
        raise InvalidComponent from error
    if not 0 <= number < 2**63:
        raise InvalidComponent
    return number


def read_member(written: str, kind: type[Member]) -> Member:
    """Return the member of an enumeration by its value. Raises InvalidComponent."""
    try:
        return kind(written)
    except ValueError as error:
        raise InvalidComponent from error


def typed_texts(interaction: hikari.ModalInteraction) -> dict[str, str]:
    """Return what was typed into the fields of a modal, by their custom_ids."""
    return {field.custom_id: field.value for row in interaction.components for field in row}


class ComponentRouter:
    """Dispatches components and modals to their actions, by names such as ``dice.again``.

    ``guards`` are by the name of their context.
    """

    def __init__(
        self,
        pipeline: InteractionPipeline,
        buttons: Mapping[str, ButtonAction],
        forms: Mapping[str, FormAction],
        guards: Mapping[str, Guard] | None = None,
    ) -> None:
        self._pipeline = pipeline
        self._buttons = buttons
        self._forms = forms
        self._guards = guards or {}
        self._names = {
            action: HandlerName(action.partition(".")[0], action) for action in (*buttons, *forms)
        }

    @property
    def handlers(self) -> Sequence[HandlerName]:
        """The names of all actions, as they label metrics."""
        return tuple(self._names.values())

    async def on_button(self, event: hikari.ComponentInteractionCreateEvent) -> None:
        """Handle the component of a gateway event."""
        await self.press(event.interaction)

    async def on_form(self, event: hikari.ModalInteractionCreateEvent) -> None:
        """Handle the modal of a gateway event."""
        await self.submit(event.interaction)

    async def press(self, interaction: hikari.ComponentInteraction) -> None:
        """Handle a component; refuse one without an action here."""
        action, arguments = _parse_custom_id(interaction.custom_id)
        work = self._buttons.get(action, _reject_unknown)
        name = self._names[action] if action in self._buttons else UNKNOWN
        await self._pipeline.run(
            interaction, name, partial(self._run, name, work, interaction, arguments)
        )

    async def submit(self, interaction: hikari.ModalInteraction) -> None:
        """Handle a modal; refuse one without an action here."""
        action, arguments = _parse_custom_id(interaction.custom_id)
        work = self._forms.get(action, _reject_unknown)
        name = self._names[action] if action in self._forms else UNKNOWN
        await self._pipeline.run(
            interaction, name, partial(self._run, name, work, interaction, arguments)
        )

    async def _run(
        self,
        name: HandlerName,
        work: Callable[[Sent, str], Awaitable[Response]],
        interaction: Sent,
        arguments: str,
    ) -> Response:
        if name.context in self._guards:
            await self._guards[name.context](interaction, name.command)
        return await work(interaction, arguments)


def _parse_custom_id(custom_id: str) -> tuple[str, str]:
    """Return the name of the action and its arguments; empty if it is not one of ours."""
    prefix, action_and_arguments = custom_id[: len(PREFIX)], custom_id[len(PREFIX) :]
    action, _, arguments = action_and_arguments.partition(":")
    if prefix == PREFIX:
        return action, arguments
    return (OLD_NAMES.get(action, ""), arguments) if prefix == OLD_PREFIX else ("", "")


async def _reject_unknown(interaction: hikari.PartialInteraction, arguments: str) -> Response:
    raise UnknownComponent
