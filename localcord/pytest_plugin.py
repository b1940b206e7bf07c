"""Provides pytest fixtures for any bot, such as a running server, a channel and two users.

Enable it with ``pytest_plugins = ["localcord.pytest_plugin"]`` in the top ``conftest.py``, or
with ``-p localcord.pytest_plugin``. It is not enabled by installation, because its fixtures have
short names. It needs ``pytest-asyncio``, in either of its modes.

    async def test_a_roll_is_answered(discord, channel, player):
        async with my_bot(discord.token, discord.api_url):
            await discord.bot_ready()
            conversation = await player.in_(channel).slash("roll", dice="2d6")
            assert conversation.reply.content
"""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from localcord.permissions import DEFAULT_PERMISSIONS, MANAGE_GUILD
from localcord.server import Server
from localcord.settings import Settings
from localcord.state.channels import Channel
from localcord.state.guilds import Guild
from localcord.users.people import Person


@pytest.fixture
def discord_settings() -> Settings:
    """The server's settings. Override it for other limits, shards or intents."""
    return Settings()


@pytest_asyncio.fixture
async def discord(discord_settings: Settings) -> AsyncIterator[Server]:
    """A running server for this test, without a bot yet: ``discord.token``, ``.api_url``."""
    async with Server(discord_settings) as server:
        yield server


@pytest.fixture
def guild(discord: Server) -> Guild:
    """A guild with the bot in it."""
    return discord.guild("The Long Rest")


@pytest.fixture
def channel(guild: Guild) -> Channel:
    """A text channel of the guild."""
    return guild.channel("table")


@pytest.fixture
def player(discord: Server, guild: Guild) -> Person:
    """A user with the usual permissions."""
    person = discord.user("Mira", about="Player")
    person.set_permissions(guild, DEFAULT_PERMISSIONS)
    return person


@pytest.fixture
def game_master(discord: Server, guild: Guild) -> Person:
    """A user who may also manage the guild."""
    person = discord.user("Tomas", about="Game master")
    person.set_permissions(guild, DEFAULT_PERMISSIONS | MANAGE_GUILD)
    return person
