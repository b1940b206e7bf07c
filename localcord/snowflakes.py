"""Creates Discord's 64-bit ids, which contain their creation time in milliseconds."""

from datetime import timedelta

from localcord.clock import Clock

DISCORD_EPOCH_MS = 1_420_070_400_000


class Snowflakes:
    """Creates unique ids that increase with time."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = 0

    def mint(self, age: timedelta = timedelta()) -> int:
        """Return a new id of something that was created ``age`` ago.

        Ids of age 0 are greater than all earlier ones.
        """
        fresh = (int(self._clock.now() * 1000) - DISCORD_EPOCH_MS) << 22
        self._last = max(self._last + 1, fresh)
        return self._last - (age // timedelta(milliseconds=1) << 22)


def seconds_of(id: int) -> float:
    """Return when an id was created, in seconds since the epoch."""
    return ((id >> 22) + DISCORD_EPOCH_MS) / 1000


def shard_of(guild_id: int | None, shard_count: int) -> int:
    """Return the shard that serves a guild; direct messages (``None``) are served by shard 0."""
    return 0 if guild_id is None else (guild_id >> 22) % shard_count
