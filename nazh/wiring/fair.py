"""The container of verifiable rolls: sessions, what is known of them, and who asks."""

from __future__ import annotations

from dependency_injector import containers, providers

from nazh.adapters.inbound.discord.dice.fair import (
    add_command,
    close_command,
    fair_group,
    open_command,
    receipts_command,
    status_command,
)
from nazh.adapters.inbound.discord.dice.houses import Houses
from nazh.adapters.inbound.discord.door import Door
from nazh.application.dice.add_words import AddWords
from nazh.application.dice.close_fair import CloseFair
from nazh.application.dice.find_digest import FindDigest
from nazh.application.dice.known_sessions import KnownSessions
from nazh.application.dice.open_fair import OpenFair
from nazh.application.dice.ports import FairBook, OpenLedger
from nazh.application.dice.show_fair import ShowFair
from nazh.application.dice.show_receipts import ShowReceipts
from nazh.application.shared.ports import Clock
from nazh.domain.kernel.rng import Rng


class FairContainer(containers.DeclarativeContainer):
    """Who is given what."""

    book: providers.Dependency[FairBook] = providers.Dependency()
    known: providers.Dependency[KnownSessions] = providers.Dependency()
    rng: providers.Dependency[Rng] = providers.Dependency()
    open_ledger: providers.Dependency[OpenLedger] = providers.Dependency()
    clock: providers.Dependency[Clock] = providers.Dependency()
    houses: providers.Dependency[Houses] = providers.Dependency(instance_of=Houses)
    door: providers.Dependency[Door] = providers.Dependency(instance_of=Door)

    open_fair = providers.Factory(OpenFair, rng, open_ledger, book, known, clock)
    add_words = providers.Factory(AddWords, open_ledger, book, clock)
    close_fair = providers.Factory(CloseFair, open_ledger, book, known, clock)
    show_fair = providers.Factory(ShowFair, book)
    show_receipts = providers.Factory(ShowReceipts, book)
    find_digest = providers.Factory(FindDigest, book)

    command = providers.Singleton(
        fair_group,
        providers.Singleton(open_command, open_fair, houses, door),
        providers.Singleton(add_command, add_words, houses, door),
        providers.Singleton(status_command, show_fair, door),
        providers.Singleton(receipts_command, show_receipts, door),
        providers.Singleton(close_command, close_fair, houses, door),
    )
