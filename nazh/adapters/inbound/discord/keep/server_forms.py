"""Builds the modals in which managers describe a game server."""

from __future__ import annotations

from typing import Final

from nazh.adapters.inbound.discord.interactions.component_router import context_custom_id
from nazh.adapters.inbound.discord.interactions.responses import Json, Response, modal
from nazh.adapters.inbound.discord.ui import text_input
from nazh.adapters.inbound.texts.keep import servers as texts
from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.keep.servers.add_server import TypedServer
from nazh.domain.keep.profiles.profile import Profile
from nazh.domain.keep.servers import LONGEST_HOST, LONGEST_PASSWORD, GameServer
from nazh.domain.keep.texts.names import LONGEST_NAME

ADD: Final = "add"
EDIT: Final = "edit"
PASSWORD: Final = "password"  # noqa: S105  # the name of an action and of a field
_NAME, _HOST, _PORT = "name", "host", "port"
_PORT_DIGITS: Final = 5


def add_form(profile: Profile, translator: Translator) -> Response:
    """Return the modal for a new game server."""
    return modal(
        context_custom_id("keep", ADD, profile.name),
        translator(texts.ADD_TITLE, game=profile.title),
        *_place_inputs(None, translator),
        _password_input(translator, texts.PASSWORD_EXAMPLE, is_required=True),
    )


def edit_form(server: GameServer, translator: Translator) -> Response:
    """Return the modal with everything stored about a game server except its password."""
    return modal(
        context_custom_id("keep", EDIT, str(server.id)),
        translator(texts.EDIT_TITLE, name=server.name),
        *_place_inputs(server, translator),
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


def _place_inputs(server: GameServer | None, translator: Translator) -> tuple[Json, ...]:
    """Return the fields for name, address and port, filled with those of ``server``."""
    return (
        text_input(
            _NAME,
            translator(texts.NAME_LABEL),
            LONGEST_NAME,
            translator(texts.NAME_EXAMPLE),
            is_required=True,
            value="" if server is None else server.name,
        ),
        text_input(
            _HOST,
            translator(texts.HOST_LABEL),
            LONGEST_HOST,
            texts.HOST_EXAMPLE,
            is_required=True,
            value="" if server is None else server.host,
        ),
        text_input(
            _PORT,
            translator(texts.PORT_LABEL),
            _PORT_DIGITS,
            translator(texts.PORT_EXAMPLE),
            is_required=True,
            value="" if server is None else str(server.port),
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
