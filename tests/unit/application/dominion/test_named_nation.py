"""Tests which nation a command is about."""

from __future__ import annotations

from typing import Any

import pytest

from nazh.application.dominion.nations.named_nation import named_or_own_nation
from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.identity import GuildId

OWN, OTHER = "Aurelia", "Borealis"


class Directory:
    """Aurelia is the nation of the guild 1, and Borealis that of another."""

    async def named(self, name: str) -> str | None:
        return name if name in (OWN, OTHER) else None

    async def of_guild(self, guild: GuildId) -> str | None:
        return OWN if guild == 1 else None


async def nation_or_refusal(name: str | None, guild: int) -> str:
    directory: Any = Directory()
    try:
        return str(await named_or_own_nation(directory, name, GuildId(guild)))
    except Refusal as refusal:
        return refusal.code


@pytest.mark.parametrize(
    ("name", "guild", "expected"),
    [
        (None, 1, OWN),
        (None, 9, "no_nation"),
        (OTHER, 1, OTHER),
        (OTHER, 9, OTHER),
        ("Corvia", 1, "unknown_nation"),
        ("", 1, "unknown_nation"),
    ],
)
async def test_it_is_the_one_that_is_named_or_that_of_the_server(
    name: str | None, guild: int, expected: str
) -> None:
    assert await nation_or_refusal(name, guild) == expected
