"""Tests who is said to read a channel, and when Discord is asked."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest_asyncio

from localcord import Channel, Guild, Role, Server
from nazh.adapters.inbound.discord.gateway.sharded_bot import ShardedBot
from nazh.adapters.inbound.discord.guilds.channel_readers import REMEMBERED_FOR, DiscordReaders
from nazh.domain.guilds.channel_readers import ChannelReaders
from nazh.domain.kernel.identity import ChannelId, GuildId, RoleId
from tests.gateway_bots import bot_on

VIEW, MANAGE_MESSAGES, ADMINISTRATOR = 1 << 10, 1 << 13, 1 << 3


@dataclass(slots=True)
class Keep:
    """A guild with a channel for game masters, and a clock."""

    discord: Server
    guild: Guild
    screen: Channel
    finder: DiscordReaders
    now: float = 1_000.0

    async def readers(
        self, role: Role | None = None, *, is_fresh: bool = False
    ) -> ChannelReaders | None:
        game_masters = None if role is None else RoleId(role.id)
        return await self.finder(
            GuildId(self.guild.id), ChannelId(self.screen.id), game_masters, is_fresh=is_fresh
        )


@pytest_asyncio.fixture
async def keep() -> AsyncIterator[Keep]:
    async with Server() as discord, bot_on(discord) as bot:
        guild = discord.guild("Keep")
        reader_keep = Keep(discord, guild, guild.channel("screen"), finder_of(bot))
        reader_keep.finder = finder_of(bot, reader_keep)
        yield reader_keep


def finder_of(bot: ShardedBot, keep: Keep | None = None) -> DiscordReaders:
    return DiscordReaders(lambda: bot, lambda: 0.0 if keep is None else keep.now, timeout=30.0)


async def test_everyone_reads_a_channel_that_is_not_closed(keep: Keep) -> None:
    assert await keep.readers() == ChannelReaders(everyone=True)


async def test_roles_read_what_they_are_let_into(keep: Keep) -> None:
    players, narrators = keep.guild.role("Players"), keep.guild.role("Narrators")
    moderators = keep.guild.role("Moderators")
    moderators.permissions |= MANAGE_MESSAGES
    keep.screen.overwrite(None, deny=VIEW)
    nobody = await keep.readers()
    for role in (players, narrators, moderators):
        keep.screen.overwrite(role, allow=VIEW)

    assert nobody == ChannelReaders()
    assert await keep.readers(is_fresh=True) == ChannelReaders(roles=2)
    assert await keep.readers(narrators) == ChannelReaders(roles=1)


async def test_a_role_may_be_shut_out_alone(keep: Keep) -> None:
    keep.screen.overwrite(None, deny=VIEW)
    keep.screen.overwrite(keep.guild.role("Players"), allow=VIEW)
    keep.screen.overwrite(keep.guild.role("Guests"), deny=VIEW)
    keep.guild.role("Admins").permissions |= ADMINISTRATOR

    assert await keep.readers() == ChannelReaders(roles=1)


async def test_readers_are_remembered_for_a_minute(keep: Keep) -> None:
    await keep.readers()
    keep.screen.overwrite(None, deny=VIEW)

    keep.now += REMEMBERED_FOR - 1
    remembered = await keep.readers()
    keep.now += 1
    fetched = await keep.readers()

    assert remembered == ChannelReaders(everyone=True)
    assert fetched == ChannelReaders()


async def test_a_channel_of_another_guild_is_not_here(keep: Keep) -> None:
    keep.screen = keep.discord.guild("Elsewhere").channel("screen")

    assert await keep.readers() == ChannelReaders(is_here=False)


async def test_readers_of_a_channel_that_the_bot_cannot_see_are_unknown(keep: Keep) -> None:
    keep.screen.bot_permissions = 0

    assert await keep.readers() is None
