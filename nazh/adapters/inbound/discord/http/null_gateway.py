"""No lines: what is true of the gateway where Discord calls over HTTP."""

from __future__ import annotations

from nazh.application.shared.runtime import ShardHealth


class NullGateway:
    """Stands where ``GatewayHealth`` stands in a process that has lines to Discord."""

    heartbeat = None

    def poll(self) -> None:
        """Notice nothing."""

    def shards(self) -> tuple[ShardHealth, ...]:
        """Return no shard."""
        return ()
