"""Tests that only managers use what is for managers, and that it changes what they chose."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Final

import pytest

import nazh.application.keep
from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.keep.bridges import SqlBridgeStore
from nazh.adapters.outbound.sql.keep.console_log import SqlConsoleLog
from nazh.adapters.outbound.sql.keep.listeners import SqlListenerLease
from nazh.adapters.outbound.sql.keep.mutes import SqlMuteStore
from nazh.adapters.outbound.sql.keep.server_changes import SqlServerChanges
from nazh.adapters.outbound.sql.keep.servers import SqlServerStore
from nazh.application.keep.bridges.link_channel import LinkChannel, ShowBridges, UnlinkChannel
from nazh.application.keep.bridges.mute_user import MuteUser
from nazh.application.keep.bridges.pause_bridge import PauseBridge
from nazh.application.keep.consoles.show_console_log import ShowConsoleLog
from nazh.application.keep.servers.add_server import AddServer, ChangePassword, TypedServer
from nazh.application.keep.servers.change_access import ChangeAccess
from nazh.application.keep.servers.edit_server import EditServer
from nazh.application.keep.servers.find_server import find_server
from nazh.application.keep.servers.passwords import ServerPasswords
from nazh.application.keep.servers.probe_server import ProbeServer
from nazh.application.keep.servers.remove_server import RemoveServer
from nazh.application.keep.servers.run_on_server import RunOnServer
from nazh.application.keep.servers.show_changes import ShowChanges
from nazh.application.keep.servers.show_servers import ShowServers
from nazh.domain.keep.access import Caller
from nazh.domain.keep.access_levels import AccessLevel
from nazh.domain.keep.consoles.commands import ConsoleReply
from nazh.domain.keep.errors import OnlyServerManagers, PasswordNeeded
from nazh.domain.keep.profiles.registry import PROFILES
from nazh.domain.keep.servers import GameServerId
from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.identity import RequestId
from tests.contract.keep_examples import ALICE, BOB, CHANNEL, MODERATORS, OURS
from tests.doubles.clock import FrozenClock
from tests.doubles.event_publisher import RecordingPublisher
from tests.unit.application.keep.doubles import FakeConsoles, FakeSealer
from tests.unit.application.keep.test_relay_chat import Channels

MANAGER: Final = Caller(OURS, ALICE, frozenset({MODERATORS}), True, RequestId("1"))
MEMBER: Final = replace(MANAGER, is_manager=False)
TYPED: Final = TypedServer("Island", "a.example", "27020", "secret")
MOVED: Final = TypedServer("Aberration", "b.example", "27021", "another")


class Consoles(FakeConsoles):
    """Records the servers whose connections were closed."""

    def __init__(self) -> None:
        super().__init__(ConsoleReply("", 1, 0.01))
        self.forgotten: list[GameServerId] = []

    async def forget(self, server: GameServerId) -> None:
        self.forgotten.append(server)


@dataclass(frozen=True, slots=True)
class Keep:
    """The use cases of Keep with real stores, and what each action of a manager runs."""

    store: SqlServerStore
    consoles: Consoles
    changes: ShowChanges
    add: AddServer
    edit: EditServer
    actions: dict[str, Callable[[Caller], Awaitable[object]]]


@pytest.fixture
def keep(keep_database: Database) -> Keep:
    clock, store = FrozenClock(), SqlServerStore(keep_database)
    consoles = Consoles()
    passwords = ServerPasswords(store, FakeSealer(), consoles)
    bridges, mutes = SqlBridgeStore(keep_database), SqlMuteStore(keep_database)
    link = LinkChannel(store, bridges, Channels(), PROFILES, clock)
    pause, mute = PauseBridge(store, bridges, clock), MuteUser(mutes, clock)
    add, edit = AddServer(store, passwords, clock), EditServer(store, passwords, clock)
    change_password = ChangePassword(store, passwords, clock)
    change_access = ChangeAccess(store, clock)
    probe = ProbeServer(store, RunOnServer(passwords, RecordingPublisher()), PROFILES)
    changes = ShowChanges(SqlServerChanges(keep_database))
    return Keep(
        store,
        consoles,
        changes,
        add,
        edit,
        {
            "AddServer": lambda by: add(by, PROFILES["ark_asa"], replace(TYPED, name="Center")),
            "ShowServers.one": lambda by: ShowServers(store).one(by, "Island"),
            "ProbeServer": lambda by: probe(by, "Island"),
            "ChangePassword": lambda by: change_password(by, "Island", "another"),
            "ChangeAccess": lambda by: change_access(by, MODERATORS, AccessLevel.ADMIN, "Island"),
            "ChangeAccess, revoked": lambda by: change_access(by, MODERATORS, None, "Island"),
            "LinkChannel": lambda by: link.plan(by, "Island", CHANNEL, is_two_way=True),
            "PauseBridge": lambda by: pause(by, "Island"),
            "PauseBridge.resume": lambda by: pause.resume(by, "Island"),
            "MuteUser": lambda by: mute(by, BOB),
            "MuteUser.unmute": lambda by: mute.unmute(by, BOB),
            "ShowBridges": ShowBridges(bridges, mutes, SqlListenerLease(keep_database), clock),
            "UnlinkChannel": lambda by: UnlinkChannel(store, bridges, clock)(by, "Island"),
            "ShowConsoleLog": lambda by: ShowConsoleLog(SqlConsoleLog(keep_database))(by, 9),
            "ShowChanges": lambda by: changes(by, 9),
            "EditServer": lambda by: edit(by, "Island", replace(TYPED, password="")),
            "RemoveServer": lambda by: RemoveServer(store, consoles, clock)(by, "Island"),
        },
    )


@pytest.mark.parametrize("caller", [MANAGER, MEMBER])
async def test_what_is_for_managers_is_for_them_only(keep: Keep, caller: Caller) -> None:
    await keep.add(MANAGER, PROFILES["ark_asa"], TYPED)
    refused = {}
    for name, run in keep.actions.items():
        try:
            await run(caller)
        except OnlyServerManagers:
            refused[name] = True
        except Refusal:  # there is no bridge, which a manager is allowed to be told
            refused[name] = False
        else:
            refused[name] = False

    assert refused == dict.fromkeys(keep.actions, not caller.is_manager)
    if not caller.is_manager:
        assert [change.action for change in await keep.changes(MANAGER, 99)] == [
            "keep.server.added"
        ]


def test_every_use_case_for_managers_is_tested(keep: Keep) -> None:
    folder = Path(nazh.application.keep.__path__[0])
    files = (file.relative_to(folder).with_suffix("") for file in folder.rglob("*.py"))
    modules = [import_module(".".join(("nazh.application.keep", *file.parts))) for file in files]

    for_managers = {
        name
        for module in modules
        for name, member in inspect.getmembers(module, inspect.isclass)
        if "For managers only." in (member.__doc__ or "")
    }

    assert for_managers <= {name.split(",")[0] for name in keep.actions}


@pytest.mark.parametrize("moved", [replace(TYPED, host="b.example"), replace(TYPED, port="27021")])
async def test_a_server_is_not_moved_without_its_password(keep: Keep, moved: TypedServer) -> None:
    added = await keep.add(MANAGER, PROFILES["ark_asa"], TYPED)

    with pytest.raises(PasswordNeeded):
        await keep.edit(MANAGER, added.id, replace(moved, password=""))

    assert await keep.store.servers(OURS) == (added,)


async def test_the_connection_to_a_removed_server_is_closed(keep: Keep) -> None:
    added = await keep.add(MANAGER, PROFILES["ark_asa"], TYPED)

    await keep.actions["RemoveServer"](MANAGER)

    assert keep.consoles.forgotten == [added.id]


async def test_a_server_is_not_mistaken_for_one_whose_name_is_a_number(keep: Keep) -> None:
    added = await keep.add(MANAGER, PROFILES["ark_asa"], TYPED)
    named = replace(TYPED, name=str(added.id + 2), port="27021")
    await keep.add(MANAGER, PROFILES["ark_asa"], named)
    third = await keep.add(MANAGER, PROFILES["ark_asa"], replace(TYPED, name="X", port="27022"))

    assert await find_server(keep.store, OURS, third.id) == third


async def test_an_edited_server_is_where_the_manager_typed(keep: Keep) -> None:
    added = await keep.add(MANAGER, PROFILES["ark_asa"], TYPED)

    edited = await keep.edit(MANAGER, added.id, MOVED)

    assert edited == replace(added, name="Aberration", host="b.example", port=27_021)
    assert await keep.store.servers(OURS) == (edited,)
    assert await keep.store.sealed_password(edited) == "sealed another"
    change, _ = await keep.changes(MANAGER, 9)
    assert (change.user, change.action) == (ALICE, "keep.server.changed")
    assert change.before == {
        "name": "Island",
        "game": "ark_asa",
        "host": "a.example",
        "port": 27_020,
    }
    assert change.after == {
        "name": "Aberration",
        "game": "ark_asa",
        "host": "b.example",
        "port": 27_021,
    }
