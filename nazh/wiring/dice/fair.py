"""Wires fair sessions."""

from __future__ import annotations

from dependency_injector import containers, providers

from nazh.adapters.inbound.discord.dice.fair.fair import (
    add_command,
    close_command,
    fair_group,
    open_command,
    receipts_command,
    status_command,
)
from nazh.adapters.inbound.discord.dice.guild_context import GuildContexts
from nazh.application.dice.fair.add_words import AddWords
from nazh.application.dice.fair.cached_sessions import CachedSessions
from nazh.application.dice.fair.close_fair import CloseFair
from nazh.application.dice.fair.open_fair import OpenFair
from nazh.application.dice.fair.show_receipts import ShowReceipts
from nazh.application.dice.ports import FairSessionStore, OpenRolls
from nazh.application.shared.ports import Clock
from nazh.domain.kernel.rng import Rng


class FairContainer(containers.DeclarativeContainer):
    """The use cases of fair sessions, and their handlers."""

    fair_store: providers.Dependency[FairSessionStore] = providers.Dependency()
    cached_sessions: providers.Dependency[CachedSessions] = providers.Dependency()
    rng: providers.Dependency[Rng] = providers.Dependency()
    open_ledger: providers.Dependency[OpenRolls] = providers.Dependency()
    clock: providers.Dependency[Clock] = providers.Dependency()
    guild_contexts: providers.Dependency[GuildContexts] = providers.Dependency(
        instance_of=GuildContexts
    )

    page: providers.Dependency[str | None] = providers.Dependency()

    open_fair = providers.Factory(OpenFair, rng, open_ledger, fair_store, cached_sessions, clock)
    add_words = providers.Factory(AddWords, open_ledger, fair_store, clock)
    close_fair = providers.Factory(CloseFair, open_ledger, fair_store, cached_sessions, clock)
    show_receipts = providers.Factory(ShowReceipts, fair_store)

    command = providers.Singleton(
        fair_group,
        providers.Singleton(open_command, open_fair, guild_contexts),
        providers.Singleton(add_command, add_words, guild_contexts),
        providers.Singleton(status_command, show_receipts, page),
        providers.Singleton(receipts_command, show_receipts, page),
        providers.Singleton(close_command, close_fair, guild_contexts, page),
    )
