"""Which shards a process serves, whom it asks to start sessions, and where it keeps them."""

from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING

from dependency_injector import containers, providers

from nazh.adapters.inbound.discord.lines import LineBot
from nazh.adapters.inbound.discord.session_starts import APART, GrantedStarts, OwnTurns
from nazh.adapters.inbound.discord.sessions import SessionBook
from nazh.adapters.inbound.discord.shards import OwnShards, ShardPlan
from nazh.adapters.inbound.discord.waiting_room import WaitingRoom
from nazh.adapters.inbound.settings import Settings
from nazh.wiring.sharing import key_prefix

if TYPE_CHECKING:
    from nazh.adapters.outbound.redis.connecting import Client
    from nazh.adapters.outbound.redis.session_turns import RedisTurns
    from nazh.application.shared.gateway import GatewaySessions
    from nazh.application.shared.ports import Clock


def _redis_turns(redis: Client, settings: Settings) -> RedisTurns:
    # Nobody imports redis who has none.
    from nazh.adapters.outbound.redis.session_turns import RedisTurns

    return RedisTurns(redis, key_prefix(settings), APART)


def _this_process() -> str:
    return f"{socket.gethostname()}/{os.getpid()}"


class ShardsContainer(containers.DeclarativeContainer):
    """The shards of this process."""

    settings = providers.Dependency(instance_of=Settings)
    gateway = providers.Dependency(instance_of=LineBot)
    waiting_room = providers.Dependency(instance_of=WaitingRoom)
    sessions: providers.Dependency[GatewaySessions] = providers.Dependency()
    clock: providers.Dependency[Clock] = providers.Dependency()
    redis: providers.Dependency[Client] = providers.Dependency()

    turns = providers.Selector(
        settings.provided.sharing,
        off=providers.Singleton(OwnTurns),
        on=providers.Singleton(_redis_turns, redis, settings),
    )
    own = providers.Singleton(
        OwnShards,
        gateway,
        providers.Factory(ShardPlan, settings.provided.own_shards, settings.provided.shard_count),
        providers.Singleton(GrantedStarts, gateway.provided.rest, turns),
        providers.Singleton(SessionBook, sessions, clock, providers.Factory(_this_process)),
        waiting_room,
    )
