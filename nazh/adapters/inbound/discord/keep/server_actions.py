"""Tests, lists, changes and removes game servers by buttons and modals of ``/server``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import hikari

from nazh.adapters.inbound.discord.embed_responses import edited, private
from nazh.adapters.inbound.discord.errors import InvalidComponent
from nazh.adapters.inbound.discord.guilds.members import UserInteraction
from nazh.adapters.inbound.discord.interactions.component_router import (
    ButtonAction,
    FormAction,
    context_custom_id,
    typed_texts,
)
from nazh.adapters.inbound.discord.interactions.component_signer import ComponentSigner
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import (
    File,
    Json,
    Response,
    action_row,
    deferred,
)
from nazh.adapters.inbound.discord.keep.callers import caller_of, server_button, server_id
from nazh.adapters.inbound.discord.keep.server_forms import (
    ADD,
    EDIT,
    PASSWORD,
    add_form,
    edit_form,
    failed_form,
    read_failed,
    typed_server,
)
from nazh.adapters.inbound.discord.keep.setup_steps import SetupSteps
from nazh.adapters.inbound.discord.pages import Pages
from nazh.adapters.inbound.discord.ui import GREEN, PRIMARY, RED, embed_body
from nazh.adapters.inbound.texts.keep import servers as texts
from nazh.adapters.inbound.texts.keep.changes import changes_text
from nazh.adapters.inbound.texts.languages import Translator
from nazh.adapters.inbound.texts.pages import Paged
from nazh.application.keep.players.show_status import ShowStatus
from nazh.application.keep.servers.add_server import AddServer, ChangePassword, TypedServer
from nazh.application.keep.servers.change_access import ChangeAccess
from nazh.application.keep.servers.edit_server import EditServer
from nazh.application.keep.servers.find_server import ChosenServer
from nazh.application.keep.servers.probe_server import ProbedServer, ProbeServer
from nazh.application.keep.servers.remove_server import RemoveServer
from nazh.application.keep.servers.show_changes import ShowChanges
from nazh.application.keep.servers.show_servers import ShowServers
from nazh.domain.keep.consoles.commands import ConsoleReply
from nazh.domain.keep.errors import (
    InvalidHost,
    InvalidPassword,
    InvalidPort,
    InvalidServerName,
    PasswordNeeded,
    ServerNameTaken,
    TooManyServers,
)
from nazh.domain.keep.profiles.profile import Profile
from nazh.domain.kernel.errors import Unavailable

TEST: Final = "test"
REMOVE: Final = "remove"
LIST: Final = "list"
CHANGES: Final = "changes"
MAX_CHANGES: Final = 500
_CORRECTABLE: Final = (
    InvalidServerName,
    InvalidHost,
    InvalidPort,
    InvalidPassword,
    PasswordNeeded,
    ServerNameTaken,
    TooManyServers,
)
"""The refusals after which a modal can be corrected."""


@dataclass(frozen=True, slots=True)
class ServerUseCases:
    """The use cases of game servers, most of them for managers."""

    show: ShowServers
    show_status: ShowStatus
    show_changes: ShowChanges
    add: AddServer
    edit: EditServer
    probe: ProbeServer
    change_password: ChangePassword
    remove: RemoveServer
    change_access: ChangeAccess
    steps: SetupSteps


def list_button(
    show: ShowServers, profiles: Mapping[str, Profile], signer: ComponentSigner
) -> ButtonAction:
    """Return the action that turns the pages of the list, which is read again."""

    async def press(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        pages, translator = list_pages(signer), private_translator(interaction)
        page = pages.requested(interaction, arguments)
        paged = await read_list(show, profiles, interaction, translator)
        return pages.edit(interaction, paged, translator, page)

    return press


def changes_button(show: ShowChanges, signer: ComponentSigner) -> ButtonAction:
    """Return the action that turns the pages of the changes, which are read again."""

    async def press(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        pages, translator = changes_pages(signer), private_translator(interaction)
        page = pages.requested(interaction, arguments)
        paged = await read_changes(show, interaction, translator)
        return pages.edit(interaction, paged, translator, page)

    return press


def add_modal(use_cases: ServerUseCases, profiles: Mapping[str, Profile]) -> FormAction:
    """Return the action of the modal for a new game server, which is tested immediately."""

    async def submit(interaction: hikari.ModalInteraction, arguments: str) -> Response:
        profile = _profile(profiles, arguments)
        typed = typed_server(typed_texts(interaction))
        try:
            server = await use_cases.add(caller_of(interaction), profile, typed)
        except (*_CORRECTABLE, Unavailable) as error:
            reopen = context_custom_id("keep", ADD, profile.name)
            return failed_form(error, typed, reopen, interaction)
        return probe_response(use_cases, interaction, server.id, texts.added_text)

    return submit


def add_button(profiles: Mapping[str, Profile]) -> ButtonAction:
    """Return the action that opens the modal for a new game server again, as it was typed."""

    async def press(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        caller_of(interaction).check_manager()
        profile, typed = _profile(profiles, arguments), _failed_before(interaction)
        if typed is None:
            raise InvalidComponent
        return add_form(profile, private_translator(interaction), typed)

    return press


def edit_button(show: ShowServers) -> ButtonAction:
    """Return the action that opens the modal of a game server, perhaps again as it was typed."""

    async def press(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        server = await show.one(caller_of(interaction), server_id(arguments))
        typed = _failed_before(interaction)
        return edit_form(server, private_translator(interaction), typed)

    return press


def edit_modal(use_cases: ServerUseCases) -> FormAction:
    """Return the action of the modal that changes a game server, which is tested immediately."""

    async def submit(interaction: hikari.ModalInteraction, arguments: str) -> Response:
        typed, id = typed_server(typed_texts(interaction)), server_id(arguments)
        try:
            server = await use_cases.edit(caller_of(interaction), id, typed)
        except (*_CORRECTABLE, Unavailable) as error:
            reopen = context_custom_id("keep", EDIT, str(id))
            return failed_form(error, typed, reopen, interaction)
        return probe_response(use_cases, interaction, server.id)

    return submit


def test_button(use_cases: ServerUseCases) -> ButtonAction:
    """Return the action of Test, below a game server."""

    async def press(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        return probe_response(use_cases, interaction, server_id(arguments))

    return press


def password_modal(change: ChangePassword) -> FormAction:
    """Return the action of the modal for a new password."""

    async def submit(interaction: hikari.ModalInteraction, arguments: str) -> Response:
        typed = typed_texts(interaction).get(PASSWORD, "")
        server = await change(caller_of(interaction), server_id(arguments), typed)
        translator = private_translator(interaction)
        return private(
            texts.password_changed_text(server, translator),
            server_button(translator(texts.TEST), TEST, server, style=PRIMARY),
        )

    return submit


def remove_button(remove: RemoveServer) -> ButtonAction:
    """Return the action of Remove, which confirms removing a game server."""

    async def press(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        server = await remove(caller_of(interaction), server_id(arguments))
        return edited(texts.removed_text(server, private_translator(interaction)))

    return press


def changes_pages(signer: ComponentSigner) -> Pages:
    """Return the pages of the changes."""
    return Pages(signer, "keep", CHANGES)


async def read_changes(
    show: ShowChanges, interaction: UserInteraction, translator: Translator
) -> Paged:
    """Return what managers have changed, for a manager."""
    caller = caller_of(interaction)
    return changes_text(await show(caller, MAX_CHANGES), caller.guild, translator)


def list_pages(signer: ComponentSigner) -> Pages:
    """Return the pages of the list."""
    return Pages(signer, "keep", LIST)


async def read_list(
    show: ShowServers,
    profiles: Mapping[str, Profile],
    interaction: UserInteraction,
    translator: Translator,
) -> Paged:
    """Return the list of game servers, for a manager."""
    caller = caller_of(interaction)
    caller.check_manager()
    return texts.list_text(await show(caller), profiles, translator)


def _profile(profiles: Mapping[str, Profile], name: str) -> Profile:
    """Return the profile in a custom_id. Raises InvalidComponent."""
    profile = profiles.get(name)
    if profile is None:
        raise InvalidComponent
    return profile


def _failed_before(interaction: hikari.ComponentInteraction) -> TypedServer | None:
    """Return what was typed into the modal whose failure has this button, if it has any."""
    embeds = interaction.message.embeds
    return read_failed(embeds[0].description or "") if embeds else None


def probe_response(
    use_cases: ServerUseCases,
    interaction: UserInteraction,
    chosen: ChosenServer,
    words: Callable[[ProbedServer, Translator], str] = texts.tested_text,
) -> Response:
    """Return a deferred response with the test of a game server, for a manager."""
    caller, translator = caller_of(interaction), private_translator(interaction)
    caller.check_manager()

    async def finish() -> tuple[Json, tuple[File, ...]]:
        probed = await use_cases.probe(caller, chosen)
        is_well = isinstance(probed.outcome, ConsoleReply)
        buttons = [server_button(translator(texts.TEST_AGAIN), TEST, probed.server)]
        if is_well:
            buttons.insert(0, use_cases.steps.begin_button(interaction, probed.server))
        else:
            change = translator(texts.CHANGE)
            buttons.insert(0, server_button(change, EDIT, probed.server, style=PRIMARY))
        row, color = action_row(buttons), GREEN if is_well else RED
        return embed_body(words(probed, translator), (row,), color=color), ()

    return deferred(f"{interaction.id}+test", finish)
