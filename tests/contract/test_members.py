"""Tests the contract of ``Members``: who is in a server, or that it is not known."""

from __future__ import annotations

import pytest

from localcord import Server
from nazh.adapters.inbound.discord.dominion.members import DiscordMembers
from nazh.adapters.inbound.discord.gateway.sharded_bot import ShardedBot
from nazh.application.dominion.ports import Members
from nazh.domain.kernel.errors import Unavailable
from nazh.domain.kernel.identity import GuildId, UserId

ASKED = "/guilds/*/members/*"


@pytest.fixture
def members(bot: ShardedBot) -> Members:
    return DiscordMembers(lambda: bot, timeout=30)


async def test_a_member_is_one_until_they_leave(members: Members, discord: Server) -> None:
    guild = discord.guild("Aurelia")
    alice = discord.user("Alice")
    where, who = GuildId(guild.id), UserId(alice.account.id)
    before = await members.has(where, who)
    alice.join(guild)
    joined = await members.has(where, who)
    alice.leave(guild)

    assert (before, joined, await members.has(where, who)) == (False, True, False)


@pytest.mark.parametrize("status", [400, 403])
async def test_without_an_answer_nothing_is_known(
    members: Members, discord: Server, status: int
) -> None:
    guild = discord.guild("Aurelia")
    discord.faults.error("GET", ASKED, status=status)

    with pytest.raises(Unavailable):
        await members.has(GuildId(guild.id), UserId(7))


async def test_a_server_without_the_bot_says_nothing_about_its_members(members: Members) -> None:
    with pytest.raises(Unavailable):
        await members.has(GuildId(1), UserId(7))
