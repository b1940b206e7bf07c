"""Wires the shards of this process, their identify limits, and their sessions."""

from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING

from dependency_injector import containers, providers

from nazh.adapters.inbound.discord.gateway.identify_limits import (
    IDENTIFY_INTERVAL,
    LocalIdentifyLock,
    SessionStartLimit,
)
from nazh.adapters.inbound.discord.gateway.owned_shards import OwnedShards, ShardPlan
from nazh.adapters.inbound.discord.gateway.replay_buffer import Admission
from nazh.adapters.inbound.discord.gateway.shard_sessions import ShardSessions
from nazh.adapters.inbound.discord.gateway.sharded_bot import ShardedBot
from nazh.adapters.inbound.settings import Settings
from nazh.wiring.redis import key_prefix

if TYPE_CHECKING:
    from nazh.adapters.outbound.redis.connections import Client
    from nazh.adapters.outbound.redis.identify_lock import RedisIdentifyLock
    from nazh.application.shared.gateway_sessions import GatewaySessionStore
    from nazh.application.shared.ports import Clock


def _redis_identify_lock(redis: Client, settings: Settings) -> RedisIdentifyLock:
    # redis is imported only if it is configured.
    from nazh.adapters.outbound.redis.identify_lock import RedisIdentifyLock

    return RedisIdentifyLock(redis, key_prefix(settings), IDENTIFY_INTERVAL)


def _process_name() -> str:
    return f"{socket.gethostname()}/{os.getpid()}"


class ShardsContainer(containers.DeclarativeContainer):
    """The shards of this process."""

    settings = providers.Dependency(instance_of=Settings)
    gateway = providers.Dependency(instance_of=ShardedBot)
    admission: providers.Dependency[Admission] = providers.Dependency()
    sessions: providers.Dependency[GatewaySessionStore] = providers.Dependency()
    clock: providers.Dependency[Clock] = providers.Dependency()
    redis: providers.Dependency[Client] = providers.Dependency()

    identify_lock = providers.Selector(
        settings.provided.redis.state,
        off=providers.Singleton(LocalIdentifyLock),
        on=providers.Singleton(_redis_identify_lock, redis, settings),
    )
    owned = providers.Singleton(
        OwnedShards,
        gateway,
        providers.Factory(
            ShardPlan, settings.provided.discord.own_shards, settings.provided.discord.shard_count
        ),
        providers.Singleton(SessionStartLimit, gateway.provided.rest, identify_lock),
        providers.Singleton(ShardSessions, sessions, clock, providers.Factory(_process_name)),
        admission,
    )
