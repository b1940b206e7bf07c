"""Tests every reply about game servers and their chat with golden files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

import pytest

from nazh.adapters.inbound.texts.keep import chat, servers
from nazh.adapters.inbound.texts.languages import ENGLISH
from nazh.application.keep.bridges.link_channel import ShownBridges
from nazh.application.keep.servers.probe_server import ProbedServer
from nazh.application.keep.servers.show_servers import ShownServers
from nazh.domain.keep.access import Grant
from nazh.domain.keep.access_levels import AccessLevel
from nazh.domain.keep.bridges import Bridge, ListenerState, StopReason, WaitingLine
from nazh.domain.keep.consoles.commands import ConsoleReply
from nazh.domain.keep.consoles.errors import (
    AddressRefused,
    AuthRejected,
    Cause,
    CircuitOpen,
    OutcomeUnknown,
    ServerBusy,
)
from nazh.domain.keep.game_lines import GameLine, LineKind
from nazh.domain.keep.profiles.registry import PROFILES
from nazh.domain.keep.servers import GameServer, GameServerId
from nazh.domain.kernel.graphemes import units
from nazh.domain.kernel.identity import ChannelId, GuildId, RoleId, UserId
from tests.conftest import CheckGolden

NOW: Final = datetime(2026, 1, 1, 20, 0, tzinfo=UTC)
ISLAND: Final = GameServer(GameServerId(7), GuildId(1), "Island", "ark_asa", "a.example", 27_020)
RAILS: Final = GameServer(GameServerId(8), GuildId(1), "Rails", "openttd", "2001:db8::1", 3_977)
BRIDGE: Final = Bridge(ISLAND, ChannelId(12))
EVERYONE: Final = RoleId(ISLAND.guild)
ONE_WAY: Final = replace(BRIDGE, server=RAILS, is_two_way=False)


def of_servers() -> Iterator[str]:
    both = ((ISLAND, AccessLevel.OWNER), (RAILS, AccessLevel.VIEWER))
    grants = (
        Grant(RoleId(21), AccessLevel.VIEWER, ISLAND.id),
        Grant(RoleId(22), AccessLevel.MODERATOR, RAILS.id),
        Grant(RoleId(23), AccessLevel.ADMIN, RAILS.id),
        Grant(RoleId(24), AccessLevel.OWNER),
        Grant(EVERYONE, AccessLevel.VIEWER),
    )
    for servers_shown in (
        ShownServers((), ()),
        ShownServers(both[:1], ()),
        ShownServers(both, grants),
        ShownServers(both, grants[:2]),
    ):
        paged = servers.list_text(servers_shown, PROFILES, ENGLISH)
        yield "\n".join((paged.title, *paged.pages, "file:", paged.whole, paged.file_name))
    reply = ConsoleReply("", 1, 0.1)
    yield servers.added_text(ProbedServer(ISLAND, reply), ENGLISH)
    lost_reply = OutcomeUnknown(Cause.TIMED_OUT, is_read_only=True)
    yield servers.added_text(ProbedServer(ISLAND, lost_reply), ENGLISH)
    for error in (AddressRefused(), CircuitOpen(30), AuthRejected(), ServerBusy()):
        yield servers.tested_text(ProbedServer(ISLAND, error), ENGLISH)
    yield servers.password_changed_text(ISLAND, ENGLISH)
    yield servers.remove_question(ISLAND, ENGLISH)
    yield servers.removed_text(ISLAND, ENGLISH)
    for level in (*AccessLevel, None):
        for server in (ISLAND, None):
            yield servers.access_text(RoleId(21), level, server, ISLAND.guild, ENGLISH)
    yield servers.access_text(EVERYONE, AccessLevel.VIEWER, ISLAND, ISLAND.guild, ENGLISH)
    yield servers.who_text(ISLAND, ENGLISH)
    yield servers.which_level_text(ISLAND, RoleId(21), ENGLISH)
    yield servers.where_text(ISLAND, ENGLISH)
    yield servers.set_up_text(ISLAND, ENGLISH)


def of_chat() -> Iterator[str]:
    for bridge in (BRIDGE, ONE_WAY):
        for state in ListenerState:
            yield chat.greeting(bridge, state, ENGLISH).text
            for wanted in (True, False):
                yield chat.linked_text(bridge, state, ENGLISH, is_two_way_wanted=wanted)
    yield chat.unlinked_text(ISLAND, ENGLISH)
    yield chat.paused_text(ISLAND, ENGLISH)
    yield chat.resumed_text(BRIDGE, ENGLISH)
    yield chat.resumed_text(replace(BRIDGE, stopped=StopReason.NO_CHANNEL), ENGLISH)
    yield chat.muted_text(UserId(31), ENGLISH)
    yield chat.unmuted_text(UserId(31), ENGLISH)
    stopped = [replace(BRIDGE, stopped=reason) for reason in StopReason]
    paused = replace(ONE_WAY, paused_at=NOW, waiting=1)
    users = tuple(UserId(31 + number) for number in range(21))
    for bridges_shown in (
        ShownBridges((), ListenerState.ABSENT),
        ShownBridges((BRIDGE,), ListenerState.READY, users[:1]),
        ShownBridges((ONE_WAY,), ListenerState.ABSENT, users[:20]),
        ShownBridges(
            (*stopped, paused, replace(BRIDGE, waiting=2)), ListenerState.NO_INTENT, users
        ),
    ):
        paged = chat.bridges_text(bridges_shown, ENGLISH)
        yield "\n".join((paged.title, *paged.pages))
    lines = (
        GameLine(LineKind.JOINED, "*Pebble*"),
        GameLine(LineKind.LEFT, "*Pebble*"),
        GameLine(LineKind.CHAT, "@Pebble", "@everyone <@1> **x** [a](b) https://discord.gg/abc-d"),
    )
    waiting = tuple(WaitingLine(number, line) for number, line in enumerate(lines, 4))
    post, last = chat.chat_post(waiting, ENGLISH)
    yield f"{post.text}\nfile: {post.file}, last: {last}"
    post, last = chat.chat_post(waiting * 67, ENGLISH)
    file = (post.file or "").splitlines()
    yield "\n".join((post.text, *file[:3], f"lines: {len(file)}, last: {last}"))


@pytest.mark.parametrize("family", [of_servers, of_chat], ids=lambda family: family.__name__)
def test_replies_read_as_agreed(
    family: Callable[[], Iterable[str]], check_golden: CheckGolden
) -> None:
    name = family.__name__.removeprefix("of_")

    check_golden(f"texts/keep_replies_{name}.txt", "\n\n".join(family()) + "\n")


def test_the_status_of_many_bridges_fits_and_begins_with_problems() -> None:
    servers_ = [replace(ISLAND, name=f"{number:02} " + "x" * 29) for number in range(25)]
    stopped = [
        Bridge(server, ChannelId(2**63), 1_000, StopReason.NO_PERMISSION, False, NOW)
        for server in servers_[1:]
    ]
    users = tuple(UserId(2**63 + number) for number in range(21))
    shown = ShownBridges(
        (Bridge(servers_[0], ChannelId(2**63)), *stopped), ListenerState.ABSENT, users
    )

    paged = chat.bridges_text(shown, ENGLISH)

    assert len(paged.pages) > 1
    assert max(map(units, paged.pages)) <= 4_096
    assert paged.pages[0].startswith("✗ Messages from Discord don't reach the game")
    lines = "".join(paged.pages).splitlines()
    marks = [line[0] for line in lines if "**" in line]
    assert marks == ["✗"] * 24 + ["✓"]


def chat_lines(count: int, length: int) -> tuple[WaitingLine, ...]:
    line = GameLine(LineKind.CHAT, "A", "x" * (length - len("**A**: ")))
    return tuple(WaitingLine(number, line) for number in range(1, count + 1))


@pytest.mark.parametrize(
    ("count", "length", "last", "whole"),
    [
        (200, 9, 200, 1_999),  # with the line breaks between them
        (201, 9, 201, None),
        (2, 1_000, 1, 1_000),
        (3, 999, 2, 1_999),
        (3, 666, 3, 2_000),
        (2, 1_001, 1, 1_001),
        (1, 3_000, 1, 2_000),
    ],
)
def test_a_message_has_as_many_lines_as_fit(
    count: int, length: int, last: int, whole: int | None
) -> None:
    post, number = chat.chat_post(chat_lines(count, length), ENGLISH)

    assert number == last
    assert (post.file is None) is (whole is not None)
    assert whole is None or units(post.text) == whole
