"""The command ``/server``, with which managers add game servers and say who may use them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import hikari
import lightbulb

from nazh.adapters.inbound.discord.embed_responses import edited, private
from nazh.adapters.inbound.discord.errors import InvalidComponent
from nazh.adapters.inbound.discord.guilds.members import UserInteraction
from nazh.adapters.inbound.discord.interactions.commands import IN_GUILDS, handler
from nazh.adapters.inbound.discord.interactions.component_router import (
    ButtonAction,
    FormAction,
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
from nazh.adapters.inbound.discord.keep.callers import (
    LONGEST_TYPED_NAME,
    caller_of,
    server_button,
    server_id,
    server_names,
    server_option,
    typed_in,
)
from nazh.adapters.inbound.discord.keep.server_forms import (
    EDIT,
    PASSWORD,
    add_form,
    edit_form,
    password_form,
    typed_server,
)
from nazh.adapters.inbound.discord.keep.setup_steps import SetupSteps
from nazh.adapters.inbound.discord.pages import Pages
from nazh.adapters.inbound.discord.ui import DANGER, GREEN, PRIMARY, RED, embed_body
from nazh.adapters.inbound.texts.keep import servers as texts
from nazh.adapters.inbound.texts.languages import Translator
from nazh.adapters.inbound.texts.pages import Paged
from nazh.application.keep.servers.add_server import AddServer, ChangePassword
from nazh.application.keep.servers.change_access import ChangeAccess
from nazh.application.keep.servers.edit_server import EditServer
from nazh.application.keep.servers.find_server import ChosenServer
from nazh.application.keep.servers.probe_server import ProbedServer, ProbeServer
from nazh.application.keep.servers.remove_server import RemoveServer
from nazh.application.keep.servers.show_servers import ShowServers
from nazh.domain.keep.access_levels import AccessLevel
from nazh.domain.keep.consoles.commands import ConsoleReply
from nazh.domain.keep.profiles.profile import Profile
from nazh.domain.kernel.identity import RoleId

TEST: Final = "test"
REMOVE: Final = "remove"
LIST: Final = "list"
_NO_ACCESS: Final = "none"
_LEVELS: Final[Mapping[str, AccessLevel | None]] = {
    **{level.name.lower(): level for level in AccessLevel},
    _NO_ACCESS: None,
}


@dataclass(frozen=True, slots=True)
class ServerUseCases:
    """What managers do with game servers."""

    show: ShowServers
    add: AddServer
    edit: EditServer
    probe: ProbeServer
    change_password: ChangePassword
    remove: RemoveServer
    change_access: ChangeAccess
    steps: SetupSteps


def server_group(
    use_cases: ServerUseCases, profiles: Mapping[str, Profile], signer: ComponentSigner
) -> lightbulb.Group:
    """Return the command ``/server`` with its subcommands."""
    group = lightbulb.Group(
        "server",
        "The game servers of this Discord server.",
        default_member_permissions=hikari.Permissions.MANAGE_GUILD,
        **IN_GUILDS,
    )
    games = [lightbulb.Choice(profile.title, name) for name, profile in profiles.items()]

    @group.register
    class Add(lightbulb.SlashCommand, name="add", description="Add a game server."):
        game = lightbulb.string("game", "Its game", choices=games)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            caller_of(interaction).check_manager()
            return add_form(profiles[self.game], private_translator(interaction))

    @group.register
    class List(
        lightbulb.SlashCommand,
        name="list",
        description="Show the game servers and who may use them.",
    ):
        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            translator = private_translator(interaction)
            paged = await _list(use_cases.show, profiles, interaction, translator)
            return _list_pages(signer).first_response(interaction, paged, translator)

    @group.register
    class Test(
        lightbulb.SlashCommand,
        name="test",
        description="Connect to a game server, and show which step fails.",
    ):
        server = server_option(use_cases.show, "Which one")

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            return _test(use_cases, interaction, self.server)

    @group.register
    class Edit(
        lightbulb.SlashCommand,
        name="edit",
        description="Change the name, address or password of a game server.",
    ):
        server = server_option(use_cases.show, "Which one")

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            found = await use_cases.show.one(caller_of(interaction), self.server)
            return edit_form(found, private_translator(interaction))

    @group.register
    class Password(
        lightbulb.SlashCommand,
        name="password",
        description="Enter the password of a game server's console anew.",
    ):
        server = server_option(use_cases.show, "Which one")

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            found = await use_cases.show.one(caller_of(interaction), self.server)
            return password_form(found, private_translator(interaction))

    @group.register
    class Remove(
        lightbulb.SlashCommand,
        name="remove",
        description="Remove a game server from the bot; the game goes on.",
    ):
        server = server_option(use_cases.show, "Which one")

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            found = await use_cases.show.one(caller_of(interaction), self.server)
            translator = private_translator(interaction)
            return private(
                texts.remove_question(found, translator),
                server_button(translator(texts.REMOVE), REMOVE, found, style=DANGER),
            )

    @group.register
    class Access(
        lightbulb.SlashCommand,
        name="access",
        description="Say what a role may do in the consoles of game servers.",
    ):
        role = lightbulb.role("role", "Whose members")
        level = lightbulb.string(
            "level",
            "What they may do",
            choices=[lightbulb.Choice(texts.LEVEL_CHOICES[name], name) for name in _LEVELS],
        )
        server = lightbulb.string(
            "server",
            "On which one; on all of them if you leave this out",
            default=None,
            max_length=LONGEST_TYPED_NAME,
            autocomplete=server_names(use_cases.show),
        )

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            role, level = RoleId(self.role.id), _LEVELS[self.level]
            server = await use_cases.change_access(caller_of(interaction), role, level, self.server)
            translator = private_translator(interaction)
            return private(texts.access_text(role, level, server, translator))

    return group


def list_button(
    show: ShowServers, profiles: Mapping[str, Profile], signer: ComponentSigner
) -> ButtonAction:
    """Return the action that turns the pages of the list, which is read anew."""

    async def press(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        pages, translator = _list_pages(signer), private_translator(interaction)
        turn = pages.turn(interaction, arguments)
        paged = await _list(show, profiles, interaction, translator)
        return pages.turned(interaction, paged, translator, turn)

    return press


def add_modal(use_cases: ServerUseCases, profiles: Mapping[str, Profile]) -> FormAction:
    """Return the action of the modal for a new game server, which is tested at once."""

    async def submit(interaction: hikari.ModalInteraction, arguments: str) -> Response:
        profile = profiles.get(arguments)
        if profile is None:
            raise InvalidComponent
        typed = typed_server(typed_in(interaction))
        server = await use_cases.add(caller_of(interaction), profile, typed)
        return _test(use_cases, interaction, server.id, texts.added_text)

    return submit


def edit_button(show: ShowServers) -> ButtonAction:
    """Return the action that opens the modal with what is stored about a game server."""

    async def press(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        found = await show.one(caller_of(interaction), server_id(arguments))
        return edit_form(found, private_translator(interaction))

    return press


def edit_modal(use_cases: ServerUseCases) -> FormAction:
    """Return the action of the modal that changes a game server, which is tested at once."""

    async def submit(interaction: hikari.ModalInteraction, arguments: str) -> Response:
        typed = typed_server(typed_in(interaction))
        server = await use_cases.edit(caller_of(interaction), server_id(arguments), typed)
        return _test(use_cases, interaction, server.id)

    return submit


def test_button(use_cases: ServerUseCases) -> ButtonAction:
    """Return the action of Test, below a game server."""

    async def press(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        return _test(use_cases, interaction, server_id(arguments))

    return press


def password_modal(change: ChangePassword) -> FormAction:
    """Return the action of the modal for another password."""

    async def submit(interaction: hikari.ModalInteraction, arguments: str) -> Response:
        typed = typed_in(interaction).get(PASSWORD, "")
        server = await change(caller_of(interaction), server_id(arguments), typed)
        translator = private_translator(interaction)
        return private(
            texts.password_changed_text(server, translator),
            server_button(translator(texts.TEST), TEST, server, style=PRIMARY),
        )

    return submit


def remove_button(remove: RemoveServer) -> ButtonAction:
    """Return the action of Remove, below the question whether to."""

    async def press(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        server = await remove(caller_of(interaction), server_id(arguments))
        return edited(texts.removed_text(server, private_translator(interaction)))

    return press


def _list_pages(signer: ComponentSigner) -> Pages:
    return Pages(signer, "keep", LIST)


async def _list(
    show: ShowServers,
    profiles: Mapping[str, Profile],
    interaction: UserInteraction,
    translator: Translator,
) -> Paged:
    caller = caller_of(interaction)
    caller.check_manager()
    return texts.list_text(await show(caller), profiles, translator)


def _test(
    use_cases: ServerUseCases,
    interaction: UserInteraction,
    chosen: ChosenServer,
    words: Callable[[ProbedServer, Translator], str] = texts.tested_text,
) -> Response:
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
