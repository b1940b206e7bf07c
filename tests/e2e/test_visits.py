"""Tests that every command of the game counts as activity of a citizen (REG-08)."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from pathlib import Path

from nazh.domain.dominion.operations.features import READ_ONLY_COMMANDS
from tests.e2e.conftest import Table
from tests.e2e.program import run_bot
from tests.e2e.test_dominion import administrator, text_of

LONG = timedelta(days=30)
OPTIONS: dict[str, dict[str, object]] = {
    "nation compare": {"a": "Borealis"},
    "military compare": {"nation": "Borealis"},
    "war info": {"war": 1},
    "war predict": {"nation": "Borealis"},
    "war replay": {"battle": 1},
    "war verify": {"battle": 1},
    "dominion report": {"category": "other", "text": "Look at this"},
    "dominion bug": {"text": "Look at this"},
    "dominion suggest": {"text": "Look at this"},
}


async def test_every_command_keeps_a_citizen_active(table: Table, tmp_path: Path) -> None:
    workshop = table.discord.guild("Workshop").channel("operations")
    other = table.discord.guild("Elsewhere").channel("general")
    devi = table.discord.user("Devi", age=LONG)
    alice = table.discord.user("Alice", age=LONG).in_(table.channel)
    assert workshop.guild is not None
    file = tmp_path / "nazh.sqlite3"
    more = {
        "NAZH_DATABASE_URL": f"sqlite:///{file}",
        "NAZH_CONTEXTS": "dominion",
        "NAZH_DOMINION_ADMIN_GUILD": str(workshop.guild.id),
        "NAZH_DOMINION_DEVELOPERS": str(devi.id),
        "NAZH_RATE_LIMIT_PER_USER": "off",
    }
    tried = {words: OPTIONS.get(words, {}) for words in sorted(READ_ONLY_COMMANDS)}
    bot = await run_bot(table.discord, tmp_path, **more)
    unseen: list[str] = []

    async def try_one(words: str, **options: object) -> str:
        before = active_until(file)
        reply = text_of((await alice.slash(words, **options)).reply)
        if active_until(file) <= before:
            unseen.append(words)
        return reply

    try:
        await administrator(table, "Carol", table.channel).slash("nation register", name="Aurelia")
        await administrator(table, "Bob", other).slash("nation register", name="Borealis")
        await alice.slash("citizen register")
        for words, options in tried.items():
            await try_one(words, **options)
        await try_one("nation info", nation="Borealis")
        refused = await try_one("military build", unit="infantry", quantity=1)
        unknown = [
            await try_one(words, nation="Nowhere") for words in ("nation info", "nation statistics")
        ]
        switch = {"name": "treasury", "reason": "A test"}
        await devi.in_(workshop).slash("dominion-admin feature disable", **switch)
        off = await try_one("treasury status")
        before = active_until(file)
        await devi.in_(workshop).slash("dominion-ops maintenance", state="on", reason="Update")
        await alice.slash("nation info")
        paused = active_until(file)
        assert (await bot.stop()).status == 0
    finally:
        bot.kill()

    assert unseen == []
    assert "Only the leader of Aurelia" in refused
    assert all("no nation with this name" in reply for reply in unknown)
    assert "switched" in off
    assert paused == before


def active_until(file: Path) -> int:
    with sqlite3.connect(file) as connection:
        instant: int = connection.execute("SELECT active_until FROM dominion_citizens").fetchone()[
            0
        ]
    return instant
