"""Looks up the nation that a command names."""

from __future__ import annotations

from nazh.application.dominion.ports import NationDirectory, PublicNation
from nazh.domain.dominion.errors.general import NoNation, UnknownNation
from nazh.domain.kernel.identity import GuildId


async def named_nation(directory: NationDirectory, name: str) -> PublicNation:
    """Return the nation with this name. Raises UnknownNation."""
    nation = await directory.named(name)
    if nation is None:
        raise UnknownNation
    return nation


async def named_or_own_nation(
    directory: NationDirectory, name: str | None, guild: GuildId
) -> PublicNation:
    """Return the nation with this name, or the server's own for ``None``.

    Raises UnknownNation and NoNation.
    """
    if name is not None:
        return await named_nation(directory, name)
    own = await directory.of_guild(guild)
    if own is None:
        raise NoNation
    return own
