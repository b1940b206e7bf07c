"""Tests the pytest plugin with a separate test suite."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

SUITE = """
import pytest
from localcord import Channel, Person, Server, Settings
from tests.localcord.raw_bot import raw_bot


@pytest.mark.asyncio
async def test_a_bot_receives_a_users_command(
    discord: Server, channel: Channel, player: Person
) -> None:
    async with raw_bot(discord) as (line, rest):
        conversation = player.in_(channel).start("roll", pool1="2d6")
        heard = (await line.hear_event("INTERACTION_CREATE"))["d"]
        await rest.answer(heard, {"type": 4, "data": {"content": "7"}})
        assert (await conversation.answered()).reply.content == "7"


def test_the_game_master_may_manage_the_guild(guild, player, game_master) -> None:
    rights = [guild.member(one.account).permissions & 32 for one in (player, game_master)]
    assert rights == [0, 32]


class TestSettings:
    @pytest.fixture
    def discord_settings(self) -> Settings:
        return Settings(shards=2)

    def test_can_be_overridden(self, discord: Server) -> None:
        assert discord.settings.shards == 2
"""


def run(folder: Path, *arguments: str) -> str:
    outcome = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    return outcome.stdout + outcome.stderr


def test_its_fixtures_serve_a_suite(tmp_path: Path) -> None:
    (tmp_path / "test_bot.py").write_text(SUITE)

    output = run(tmp_path, "-p", "localcord.pytest_plugin")

    assert "3 passed" in output, output


def test_it_is_off_unless_it_is_requested(tmp_path: Path) -> None:
    (tmp_path / "test_bot.py").write_text("def test_one(discord): pass\n")

    assert "fixture 'discord' not found" in run(tmp_path)


def test_localcord_does_not_need_pytest() -> None:
    code = "import localcord, localcord.__main__, sys; sys.exit('pytest' in sys.modules)"

    outcome = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False)

    assert outcome.returncode == 0
