"""Selects the newest season and the nations of guilds, for use within other statements."""

from __future__ import annotations

from typing import Final

from sqlalchemy import ColumnElement, func, select

from nazh.adapters.outbound.sql.dominion.tables import NATIONS, SEASONS
from nazh.domain.kernel.identity import GuildId

NEWEST_SEASON: Final = select(func.max(SEASONS.c.number)).scalar_subquery()


def nation_of(guild: GuildId) -> ColumnElement[int]:
    """Select the id of the nation of a guild; null if it has none."""
    return select(NATIONS.c.id).where(NATIONS.c.guild == guild).scalar_subquery()
