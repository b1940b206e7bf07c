"""Writes the texts about a guild's game servers, their tests, and who may use them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from nazh.adapters.inbound.texts.keep.roles import role_mention
from nazh.adapters.inbound.texts.languages import Translator
from nazh.adapters.inbound.texts.pages import Paged
from nazh.adapters.inbound.texts.refusals import refusal_text
from nazh.application.keep.servers.probe_server import ProbedServer
from nazh.application.keep.servers.show_servers import ShownServers
from nazh.domain.keep.access import Grant
from nazh.domain.keep.access_levels import AccessLevel
from nazh.domain.keep.consoles.commands import ConsoleReply
from nazh.domain.keep.consoles.errors import Step
from nazh.domain.keep.profiles.profile import Profile
from nazh.domain.keep.servers import GameServer, GameServerId
from nazh.domain.kernel.graphemes import split_pages
from nazh.domain.kernel.identity import GuildId, RoleId
from nazh.domain.kernel.texts import N_, N_plural

ADD_TITLE: Final = N_("Add a server: {game}")
EDIT_TITLE: Final = N_("Edit {name}")
PASSWORD_TITLE: Final = N_("Password: {name}")
NAME_LABEL: Final = N_("Name")
NAME_EXAMPLE: Final = N_("Island 1")
HOST_LABEL: Final = N_("Address")
HOST_EXAMPLE: Final = "play.example.org"
PORT_LABEL: Final = N_("Port of the console")
PORT_EXAMPLE: Final = N_("From the game's configuration")
PASSWORD_LABEL: Final = N_("Password of the console")
PASSWORD_EXAMPLE: Final = N_("Encrypted, never shown again")
PASSWORD_STAYS: Final = N_("Only for a new address or port")
OPEN_AGAIN: Final = N_("Open the form again")
TEST: Final = N_("Test")
TEST_AGAIN: Final = N_("Test again")
CHANGE: Final = N_("Change address or password")
REMOVE: Final = N_("Remove")
SETUP: Final = N_("Next: who may use it")
CHOOSE_ROLE: Final = N_("Choose a role")
CHOOSE_LEVEL: Final = N_("Choose what it may do")
CHOOSE_CHANNEL: Final = N_("Choose a channel or thread")
SKIP: Final = N_("Skip")
_WHO: Final = N_("""## Who may use the console of {name}?
Only people with the Manage Server permission, until you choose a role.""")
_WHICH_LEVEL: Final = N_("## What may {role} do on {name}?")
_WHERE: Final = N_("""## Where should the chat of {name} appear?
I need to see the channel and write in it.""")
_SET_UP: Final = N_("""## {name} is set up
Try `/console run`. `/server access` and `/bridge link` change what you chose.""")
LEVEL_CHOICES: Final[Mapping[str, str]] = {
    "viewer": "Viewer: see who plays",
    "moderator": "Moderator: talk and kick, too",
    "admin": "Admin: change the game, too",
    "owner": "Owner: every command",
    "none": "No access",
}
_LEVEL_NAMES: Final[Mapping[AccessLevel, str]] = {
    AccessLevel.VIEWER: N_("viewer"),
    AccessLevel.MODERATOR: N_("moderator"),
    AccessLevel.ADMIN: N_("admin"),
    AccessLevel.OWNER: N_("owner"),
}
_STEPS: Final[Mapping[Step, str]] = {
    Step.ADDRESS: N_("Address"),
    Step.CONNECTION: N_("Connection"),
    Step.LOGIN: N_("Password"),
    Step.COMMAND: N_("Command"),
}
_COUNT: Final = N_plural("{count} game server", "{count} game servers")
_NONE: Final = N_("""## No game servers yet
Add one with `/server add`.""")
_SERVER: Final = N_("**{name}** · {game}\n-# `{address}`")
_GRANT: Final = N_("{role} {level}")
_ON_ALL: Final = N_("On all game servers: {grants}")
_ONLY_MANAGERS: Final = N_(
    "No role has access; only people with the Manage Server permission can use the consoles. "
    "Change that with `/server access`."
)
_ADDED: Final = N_("""Only people with the Manage Server permission can use its console, until you \
give roles access with `/server access`.
-# Games don't encrypt their consoles: over the internet, use a tunnel if you can.""")
_ADDED_ANYWAY: Final = N_(
    "It has been added anyway: correct what failed, or remove it with `/server remove`."
)
_ANSWERS: Final = N_("## {name} answers")
_FAILS: Final = N_("## {name} can't be used")
_STEP_OK: Final = N_("✓ {step}: fine")
_STEP_FAILED: Final = N_("✗ {step}: failed")
_STEP_OPEN: Final = N_("– {step}: not tried")
_NEW_PASSWORD_KEPT: Final = N_("""## {name} has a new password
Test whether the game server accepts it.""")
_REMOVE_SURE: Final = N_("""## Remove {name}?
I'll forget its address, its password, who has access to it, where its chat appears, and who \
played when. The game itself keeps running.""")
_REMOVED: Final = N_("## {name} is removed")
_GRANTED: Final = N_("{role} is now **{level}** on {name}.")
_GRANTED_ON_ALL: Final = N_("{role} is now **{level}** on all game servers.")
_REVOKED: Final = N_("{role} no longer has its own access to {name}.")
_REVOKED_ON_ALL: Final = N_(
    "{role} no longer has access to all game servers. Its access to single servers stays."
)


def list_text(
    shown: ShownServers, profiles: Mapping[str, Profile], translator: Translator
) -> Paged:
    """Return the game servers of a guild, each with the roles that may use it."""
    if not shown.servers:
        return Paged("", (none_text(translator),), "", "servers.txt")
    guild = shown.servers[0][0].guild
    lines: list[str] = []
    for server, _ in shown.servers:
        title = profiles[server.profile].title
        lines.append(translator(_SERVER, name=server.name, game=title, address=address_of(server)))
        grants = ", ".join(_granted(shown.grants, server.id, guild, translator))
        if grants:
            lines.append(f"-# {grants}")
    on_all = ", ".join(_granted(shown.grants, None, guild, translator))
    if on_all:
        lines.append(translator(_ON_ALL, grants=on_all))
    if not shown.grants:
        lines.append(translator(_ONLY_MANAGERS))
    whole = "\n".join(lines)
    title = translator.counted(_COUNT, len(shown.servers))
    return Paged(title, split_pages(whole), whole, "servers.txt")


def none_text(translator: Translator) -> str:
    """Return that there are no game servers yet, for managers."""
    return translator(_NONE)


def added_text(probed: ProbedServer, translator: Translator) -> str:
    """Return the test of a game server that was added, and what to do next."""
    is_usable = isinstance(probed.outcome, ConsoleReply)
    what_next = translator(_ADDED if is_usable else _ADDED_ANYWAY)
    return f"{tested_text(probed, translator)}\n\n{what_next}"


def tested_text(probed: ProbedServer, translator: Translator) -> str:
    """Return the steps of a test; the one that failed has its reason."""
    outcome, name = probed.outcome, probed.server.name
    if isinstance(outcome, ConsoleReply):
        steps = [translator(_STEP_OK, step=translator(label)) for label in _STEPS.values()]
        return "\n".join((translator(_ANSWERS, name=name), *steps))
    lines = [translator(_FAILS, name=name)]
    for step, label in _STEPS.items():
        state = _STEP_OK if step < outcome.step else _STEP_OPEN
        state = _STEP_FAILED if step is outcome.step else state
        lines.append(translator(state, step=translator(label)))
    return "\n".join((*lines, "", refusal_text(outcome, translator)))


def password_changed_text(server: GameServer, translator: Translator) -> str:
    """Return that a game server has a new password."""
    return translator(_NEW_PASSWORD_KEPT, name=server.name)


def remove_question(server: GameServer, translator: Translator) -> str:
    """Return the question before a game server is removed."""
    return translator(_REMOVE_SURE, name=server.name)


def removed_text(server: GameServer, translator: Translator) -> str:
    """Return that a game server was removed."""
    return translator(_REMOVED, name=server.name)


def access_text(
    role: RoleId,
    level: AccessLevel | None,
    server: GameServer | None,
    guild: GuildId,
    translator: Translator,
) -> str:
    """Return what a role of a guild may do now on a game server, or on all of them."""
    mention = role_mention(role, guild)
    if level is None:
        if server is None:
            return translator(_REVOKED_ON_ALL, role=mention)
        return translator(_REVOKED, role=mention, name=server.name)
    name = translator(_LEVEL_NAMES[level])
    if server is None:
        return translator(_GRANTED_ON_ALL, role=mention, level=name)
    return translator(_GRANTED, role=mention, level=name, name=server.name)


def who_text(server: GameServer, translator: Translator) -> str:
    """Return the question about which role may use a console."""
    return translator(_WHO, name=server.name)


def which_level_text(server: GameServer, role: RoleId, translator: Translator) -> str:
    """Return the question about what a role may do."""
    return translator(_WHICH_LEVEL, role=role_mention(role, server.guild), name=server.name)


def where_text(server: GameServer, translator: Translator) -> str:
    """Return the question about where the chat is shown."""
    return translator(_WHERE, name=server.name)


def set_up_text(server: GameServer, translator: Translator) -> str:
    """Return that all steps are done."""
    return translator(_SET_UP, name=server.name)


def address_of(server: GameServer) -> str:
    """Return the address and the port, as a browser writes them."""
    host = f"[{server.host}]" if ":" in server.host else server.host
    return f"{host}:{server.port}"


def _granted(
    grants: tuple[Grant, ...], server: GameServerId | None, guild: GuildId, translator: Translator
) -> Iterator[str]:
    for grant in grants:
        if grant.server == server:
            level = translator(_LEVEL_NAMES[grant.level])
            yield translator(_GRANT, role=role_mention(grant.role, guild), level=level)
