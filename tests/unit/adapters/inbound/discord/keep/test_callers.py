"""Tests which game servers are offered to complete a name."""

from __future__ import annotations

import json
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from nazh.adapters.inbound.discord.keep.callers import server_names
from nazh.application.keep.servers.show_servers import ShownServers
from nazh.domain.keep.access import Caller
from nazh.domain.keep.access_levels import AccessLevel
from nazh.domain.keep.servers import GameServer, GameServerId
from nazh.domain.kernel.identity import GuildId, RequestId, RoleId, UserId

ISLAND = GameServer(GameServerId(7), GuildId(1), "The Island", "ark_asa", "a.example", 27_020)
RAILS = replace(ISLAND, id=GameServerId(8), name="Rails")
MANAGE_GUILD = 1 << 5


@pytest.mark.parametrize(
    ("typed", "least", "names"),
    [
        (None, AccessLevel.VIEWER, ["The Island", "Rails"]),
        (None, AccessLevel.MODERATOR, ["The Island"]),
        ("the  ISL", AccessLevel.VIEWER, ["The Island"]),
        ("a", AccessLevel.VIEWER, ["The Island", "Rails"]),
        ("Moon", AccessLevel.VIEWER, []),
    ],
)
async def test_names_are_completed_among_those_that_the_user_may_use(
    typed: str | None, least: AccessLevel, names: list[str]
) -> None:
    callers: list[Caller] = []

    async def servers_for(caller: Caller) -> ShownServers:
        callers.append(caller)
        return ShownServers(((ISLAND, AccessLevel.MODERATOR), (RAILS, AccessLevel.VIEWER)), ())

    show: Any = servers_for
    context: Any = SimpleNamespace(
        focused=SimpleNamespace(value=typed),
        interaction=SimpleNamespace(
            id=9,
            guild_id=1,
            user=SimpleNamespace(id=11),
            member=SimpleNamespace(role_ids=(21,), permissions=MANAGE_GUILD),
        ),
    )

    body = json.loads(json.dumps((await server_names(show, least=least)(context)).body))

    assert body["data"]["choices"] == [{"name": name, "value": name} for name in names]
    (caller,) = callers
    assert caller == Caller(
        guild=GuildId(1),
        user=UserId(11),
        roles=frozenset((RoleId(1), RoleId(21))),
        is_manager=True,
        interaction=RequestId("9"),
    )
