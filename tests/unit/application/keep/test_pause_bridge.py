"""Tests that only managers pause bridges and mute users, and no muted user is logged by name."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from nazh.adapters.inbound.texts.keep.chat import resumed_text
from nazh.adapters.inbound.texts.languages import ENGLISH
from nazh.application.keep.bridges.mute_user import MuteUser
from nazh.application.keep.bridges.pause_bridge import PauseBridge
from nazh.application.keep.consoles.check_command import CheckCommand
from nazh.domain.keep.access import Caller, Grant
from nazh.domain.keep.bridges import Bridge, StopReason
from nazh.domain.keep.errors import (
    MayNotRun,
    Muted,
    NoBridge,
    NoSaving,
    NoSuchServer,
    OnlyServerManagers,
)
from nazh.domain.keep.profiles.registry import PROFILES
from nazh.domain.kernel.identity import GuildId, RequestId, UserId
from tests.doubles.clock import FrozenClock
from tests.unit.application.keep.doubles import FakeServerStore
from tests.unit.application.keep.muted import Mutes
from tests.unit.application.keep.test_relay_chat import CHANNEL, ISLAND, Bridges

MANAGER = Caller(ISLAND.guild, UserId(5), frozenset(), True, RequestId("1"))
MEMBER = replace(MANAGER, is_manager=False)
BOB = UserId(7)


class Servers(FakeServerStore):
    """Has the island, to which no role has access."""

    async def grants(self, guild: GuildId) -> tuple[Grant, ...]:
        return ()


def servers() -> Servers:
    return Servers({ISLAND: "sealed secret"})


async def test_a_bridge_is_paused_and_resumed() -> None:
    bridges = Bridges()
    pause = PauseBridge(servers(), bridges, FrozenClock())

    assert await pause(MANAGER, "island") == ISLAND
    is_paused = bridges.is_paused
    assert await pause.resume(MANAGER, ISLAND.id) == Bridge(ISLAND, CHANNEL)

    assert (is_paused, bridges.is_paused) == (True, False)
    with pytest.raises(NoSuchServer):
        await pause(MANAGER, "Nowhere")


async def test_a_stopped_bridge_is_still_stopped_after_its_pause() -> None:
    bridges = Bridges()
    bridges.stopped = StopReason.NO_CHANNEL

    resumed = await PauseBridge(servers(), bridges, FrozenClock()).resume(MANAGER, "island")

    assert resumed.stopped is StopReason.NO_CHANNEL
    assert "the channel is gone" in resumed_text(resumed, ENGLISH)
    assert "relays chat again" not in resumed_text(resumed, ENGLISH)


async def test_a_server_without_a_bridge_has_none_to_resume() -> None:
    bridges = Bridges()
    bridges.is_linked = False

    with pytest.raises(NoBridge):
        await PauseBridge(servers(), bridges, FrozenClock()).resume(MANAGER, "island")


async def test_a_user_is_muted_and_unmuted_and_the_audit_log_does_not_say_whom() -> None:
    mutes = Mutes()
    mute = MuteUser(mutes, FrozenClock())

    changed = [await mute(MANAGER, BOB), await mute(MANAGER, BOB)]
    changed += [await mute.unmute(MANAGER, BOB), await mute.unmute(MANAGER, BOB)]

    assert changed == [True, False, True, False]
    assert [entry.action for entry in mutes.entries] == ["keep.user.muted", "keep.user.unmuted"]
    assert {entry.target for entry in mutes.entries} == {"all game servers"}
    assert all(entry.actor == MANAGER.user for entry in mutes.entries)
    assert not any(
        str(BOB) in f"{entry.target}{entry.before}{entry.after}" for entry in mutes.entries
    )


@pytest.mark.parametrize(
    "attempt",
    [
        lambda: PauseBridge(servers(), Bridges(), FrozenClock())(MEMBER, "Island"),
        lambda: PauseBridge(servers(), Bridges(), FrozenClock()).resume(MEMBER, "Island"),
        lambda: MuteUser(Mutes(), FrozenClock())(MEMBER, BOB),
        lambda: MuteUser(Mutes(), FrozenClock()).unmute(MEMBER, BOB),
    ],
)
async def test_only_managers_may(attempt: Callable[[], Awaitable[object]]) -> None:
    with pytest.raises(OnlyServerManagers):
        await attempt()


async def test_a_muted_user_says_nothing_by_commands_but_may_run_others() -> None:
    check = CheckCommand(servers(), Mutes(MANAGER.user), PROFILES)

    with pytest.raises(Muted):
        await check.saying(MANAGER, "Island", "Carol", "hello")
    with pytest.raises(Muted):
        await check.broadcasting(MANAGER, "Island", "hello")

    assert (await check.saving(MANAGER, "Island")).command.text == "SaveWorld"


async def test_a_member_without_access_runs_and_says_nothing() -> None:
    check = CheckCommand(servers(), Mutes(), PROFILES)

    for attempt in (
        check(MEMBER, "Island", "ListPlayers"),
        check.saying(MEMBER, "Island", "Carol", "hello"),
        check.broadcasting(MEMBER, "Island", "hello"),
        check.saving(MEMBER, "Island"),
    ):
        with pytest.raises(MayNotRun):
            await attempt


async def test_a_game_that_cannot_be_told_to_save_is_not() -> None:
    tees = replace(ISLAND, name="Tees", profile="teeworlds")
    check = CheckCommand(Servers({tees: ""}), Mutes(), PROFILES)

    with pytest.raises(NoSaving) as refused:
        await check.saving(MANAGER, "Tees")

    assert refused.value.facts == {"game": "Teeworlds"}
