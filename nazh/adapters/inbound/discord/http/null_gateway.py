"""A null implementation of gateway health, for a process without gateway connections."""

from __future__ import annotations

from nazh.application.shared.runtime import ShardHealth


class NullGateway:
    """Replaces ``GatewayHealth`` in a process without gateway connections."""

    heartbeat = None
    skipped_frames = 0

    def poll(self) -> None:
        """Do nothing."""

    def shards(self) -> tuple[ShardHealth, ...]:
        """Return no shard."""
        return ()
