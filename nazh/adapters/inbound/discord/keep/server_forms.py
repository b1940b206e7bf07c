"""Builds the modals in which managers describe a game server, and opens failed ones again."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from nazh.adapters.inbound.discord.guilds.members import UserInteraction
from nazh.adapters.inbound.discord.interactions.component_router import context_custom_id
from nazh.adapters.inbound.discord.interactions.error_responses import response_to
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import (
    Json,
    Response,
    action_row,
    modal,
)
from nazh.adapters.inbound.discord.ui import PRIMARY, RED, button, embed_body, text_input
from nazh.adapters.inbound.texts.code_blocks import code_block, read_code_block
from nazh.adapters.inbound.texts.keep import servers as texts
from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.keep.servers.add_server import TypedServer
from nazh.domain.keep.profiles.profile import Profile
from nazh.domain.keep.servers import LONGEST_HOST, LONGEST_PASSWORD, GameServer
from nazh.domain.keep.texts.names import LONGEST_NAME
from nazh.domain.kernel.errors import Refusal, Unavailable

ADD: Final = "add"
EDIT: Final = "edit"
PASSWORD: Final = "password"  # noqa: S105  # the name of an action and of a field
_NAME, _HOST, _PORT = "name", "host", "port"
_PORT_DIGITS: Final = 5
_NOTHING_TYPED: Final = TypedServer("", "", "", "")


def add_form(
    profile: Profile, translator: Translator, typed: TypedServer = _NOTHING_TYPED
) -> Response:
    """Return the modal for a new game server, filled with what was typed before."""
    return modal(
        context_custom_id("keep", ADD, profile.name),
        translator(texts.ADD_TITLE, game=profile.title),
        *_place_inputs(typed, translator),
        _password_input(translator, texts.PASSWORD_EXAMPLE, is_required=True),
    )


def edit_form(
    server: GameServer, translator: Translator, typed: TypedServer | None = None
) -> Response:
    """Return the modal with what was typed before, or else with what is stored about a server.

    Neither includes the password.
    """
    stored = TypedServer(server.name, server.host, str(server.port), "")
    return modal(
        context_custom_id("keep", EDIT, str(server.id)),
        translator(texts.EDIT_TITLE, name=server.name),
        *_place_inputs(typed or stored, translator),
        _password_input(translator, texts.PASSWORD_STAYS, is_required=False),
    )


def password_form(server: GameServer, translator: Translator) -> Response:
    """Return the modal for a new password."""
    return modal(
        context_custom_id("keep", PASSWORD, str(server.id)),
        translator(texts.PASSWORD_TITLE, name=server.name),
        _password_input(translator, texts.PASSWORD_EXAMPLE, is_required=True),
    )


def typed_server(typed: dict[str, str]) -> TypedServer:
    """Return what was typed into a modal about a game server."""
    return TypedServer(*(typed.get(field, "") for field in (_NAME, _HOST, _PORT, PASSWORD)))


def failed_form(
    error: Refusal | Unavailable, typed: TypedServer, custom_id: str, interaction: UserInteraction
) -> Response:
    """Return a private message with what was typed, and a button that opens the modal again.

    The password is not shown, and has to be typed again.
    """
    lines = (" ".join(value.split()) for value in (typed.name, typed.host, typed.port))
    reopen = button(private_translator(interaction)(texts.OPEN_AGAIN), custom_id, PRIMARY)
    body = embed_body(
        code_block([line.replace("`", "'") for line in lines]), (action_row((reopen,)),), color=RED
    )
    message = response_to(error, interaction)
    return replace(message, data={**body, **(message.data or {})}, error=error)


def read_failed(description: str) -> TypedServer | None:
    """Return what ``failed_form`` shows, or ``None`` if this is another text."""
    match (read_code_block(description) or "").split("\n"):
        case [name, host, port]:
            return TypedServer(name, host, port, "")
        case _:
            return None


def _place_inputs(typed: TypedServer, translator: Translator) -> tuple[Json, ...]:
    """Return the fields for name, address and port, filled with ``typed``."""
    return (
        text_input(
            _NAME,
            translator(texts.NAME_LABEL),
            LONGEST_NAME,
            translator(texts.NAME_EXAMPLE),
            is_required=True,
            value=typed.name,
        ),
        text_input(
            _HOST,
            translator(texts.HOST_LABEL),
            LONGEST_HOST,
            texts.HOST_EXAMPLE,
            is_required=True,
            value=typed.host,
        ),
        text_input(
            _PORT,
            translator(texts.PORT_LABEL),
            _PORT_DIGITS,
            translator(texts.PORT_EXAMPLE),
            is_required=True,
            value=typed.port,
        ),
    )


def _password_input(translator: Translator, example: str, *, is_required: bool) -> Json:
    return text_input(
        PASSWORD,
        translator(texts.PASSWORD_LABEL),
        LONGEST_PASSWORD,
        translator(example),
        is_required=is_required,
    )
