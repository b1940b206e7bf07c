"""Asks Discord who can read a channel, other than game masters.

Permissions come from two requests, because no intent provides them. They are cached for a minute,
so that a series of secret rolls makes these requests once.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping
from typing import Final, Protocol

import hikari

from nazh.adapters.inbound.discord.guilds.members import GAME_MASTER_PERMISSIONS
from nazh.adapters.inbound.discord.interactions.clock_skew import monotonic_now
from nazh.adapters.inbound.discord.requests import within
from nazh.domain.guilds.channel_readers import ChannelReaders
from nazh.domain.kernel.identity import ChannelId, GuildId, RoleId

TIMEOUT: Final = 0.7
"""Seconds for both requests; a secret roll waits for them."""
REMEMBERED_FOR: Final = 60.0
MAX_REMEMBERED: Final = 4_096
_LOG: Final = logging.getLogger(__name__)
_VIEW: Final = int(hikari.Permissions.VIEW_CHANNEL)
_Readers = ChannelReaders | None


class FindReaders(Protocol):
    """Finds the readers of a channel."""

    async def __call__(
        self,
        guild: GuildId,
        channel: ChannelId,
        game_masters: RoleId | None,
        *,
        is_fresh: bool = False,
    ) -> ChannelReaders | None:
        """Return the readers of ``channel`` other than game masters; ``None`` if unknown.

        ``is_fresh`` bypasses the cache. Never raises.
        """
        ...


class DiscordReaders:
    """Finds readers through hikari's client; satisfies ``FindReaders``.

    ``bot`` returns the client, which cannot be built before the commands that use this are known.
    """

    def __init__(
        self,
        bot: Callable[[], hikari.RESTAware],
        now: Callable[[], float] = monotonic_now,
        timeout: float = TIMEOUT,
    ) -> None:
        self._bot = bot
        self._now = now
        self._timeout = timeout
        self._known: dict[tuple[int, int, int | None], tuple[float, _Readers]] = {}

    async def __call__(
        self,
        guild: GuildId,
        channel: ChannelId,
        game_masters: RoleId | None,
        *,
        is_fresh: bool = False,
    ) -> ChannelReaders | None:
        """Return the readers of ``channel``; see ``FindReaders``."""
        key = (guild, channel, game_masters)
        at, known = self._known.get(key, (None, None))
        if not is_fresh and at is not None and self._now() - at < REMEMBERED_FOR:
            return known
        readers = await self._find(guild, channel, game_masters)
        self._known.pop(key, None)
        self._known[key] = (self._now(), readers)
        if len(self._known) > MAX_REMEMBERED:
            del self._known[next(iter(self._known))]
        return readers

    async def _find(self, guild: int, channel: int, game_masters: int | None) -> _Readers:
        rest = self._bot().rest
        requests = asyncio.gather(rest.fetch_channel(channel), rest.fetch_roles(guild))
        try:
            seen, roles = await within(self._timeout, requests)
        except (hikari.HikariError, OSError) as error:
            reason = str(error) or "no answer in time"
            _LOG.warning("could not see who reads channel %s: %s", channel, reason)
            return None
        if not isinstance(seen, hikari.GuildChannel) or seen.guild_id != guild:
            return ChannelReaders(is_here=False)
        if not isinstance(seen, hikari.PermissibleGuildChannel):
            return None  # a thread, whose members cannot be listed without an intent
        return readers_of(guild, roles, seen.permission_overwrites, game_masters)


def readers_of(
    guild: int,
    roles: Iterable[hikari.Role],
    overwrites: Mapping[hikari.Snowflake, hikari.PermissionOverwrite],
    game_masters: int | None,
) -> ChannelReaders:
    """Return who has View Channel through ``@everyone``, or through a role of others.

    The role ``@everyone`` has the id of the guild. Roles of bots are left out. Members with
    individual access are left out, because game masters without a role get theirs in this way.
    """
    by_id = {int(role.id): role for role in roles}
    everyone = by_id.pop(guild, None)
    base = 0 if everyone is None else int(everyone.permissions)
    above = _overwritten(base, overwrites.get(hikari.Snowflake(guild)))
    if above & _VIEW:
        return ChannelReaders(everyone=True)
    readers = 0
    for id_, role in by_id.items():
        own = int(role.permissions)
        if role.bot_id is not None or id_ == game_masters or own & GAME_MASTER_PERMISSIONS:
            continue
        seen = _overwritten(base | own, overwrites.get(hikari.Snowflake(guild)))
        readers += bool(_overwritten(seen, overwrites.get(hikari.Snowflake(id_))) & _VIEW)
    return ChannelReaders(roles=readers)


def _overwritten(permissions: int, overwrite: hikari.PermissionOverwrite | None) -> int:
    if overwrite is None:
        return permissions
    return permissions & ~int(overwrite.deny) | int(overwrite.allow)
