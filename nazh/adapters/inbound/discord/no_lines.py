"""No lines: what is true of the gateway where Discord calls over HTTP."""

from __future__ import annotations

from nazh.adapters.inbound.discord.gateway_truth import ShardTruth


class NoLines:
    """Stands where ``GatewayTruth`` stands in a process that has lines to Discord."""

    heartbeat = None

    def look(self) -> None:
        """Notice nothing."""

    def shards(self) -> tuple[ShardTruth, ...]:
        """Return no shard."""
        return ()
