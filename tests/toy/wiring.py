"""Wires the manifest of the toy."""

from __future__ import annotations

from datetime import timedelta

from prometheus_client import CollectorRegistry, Counter

import tests.toy
from nazh.adapters.inbound.discord.invite import Intents, Permissions
from nazh.adapters.outbound.metrics.counters import outcome_reader
from nazh.application.shared.event_bus import Subscription, on
from nazh.application.shared.jobs import Job, Scope
from nazh.application.shared.status_panels import StatusPanel
from nazh.wiring.context import Context, StoredRecords
from nazh.wiring.platform import PlatformContainer
from tests.toy.discord import (
    AGAIN,
    NAME,
    NAMED,
    PAGE,
    Bell,
    again_button,
    bell_command,
    name_button,
    named_modal,
    tone_offer,
    toy_own_data,
)
from tests.toy.rings import RUNG, EchoRing, RingBell, Rung, ToyPersonalData
from tests.toy.settings import ToySettings
from tests.toy.sql import SqlRings


def load_toy(platform: PlatformContainer) -> Context:
    """Return the manifest of the toy."""
    store, own = SqlRings(platform.database()), toy_records(platform)
    registry = platform.registry()
    usual = platform.settings().section(ToySettings).tone
    ring = RingBell(store, platform.events(), platform.clock())
    bell = Bell(ring, platform.settings_of(), usual)
    return Context(
        name="toy",
        texts=own.texts,
        commands=(bell_command(bell),),
        components={AGAIN: again_button(bell), NAME: name_button},
        modals={NAMED: named_modal(bell)},
        subscriptions=(_ring_counter(registry),),
        consumers={RUNG: EchoRing(store)},
        jobs=(Job("toy_echo", timedelta(hours=1), _echo, Scope.CLUSTER),),
        help_pages={"bell": PAGE},
        guild_settings=(tone_offer(usual),),
        status=(StatusPanel("rings", outcome_reader(registry, "nazh_toy_rings_total")),),
        personal_data=own.personal_data,
        own_data=own.own_data,
        intents=Intents.GUILD_MESSAGE_REACTIONS,
        permissions=Permissions.ADD_REACTIONS,
    )


def toy_records(platform: PlatformContainer) -> StoredRecords:
    """Return what deletes and exports the rings."""
    store = SqlRings(platform.database())
    return StoredRecords(ToyPersonalData(store), toy_own_data(store), tests.toy.__name__)


async def _echo() -> None:
    """Do nothing; the platform counts that it was done."""


def _ring_counter(registry: CollectorRegistry) -> Subscription:
    rings = Counter("nazh_toy_rings", "Rings of the bell.", registry=registry)

    async def count(event: Rung) -> None:
        rings.inc()

    return on(Rung, count)
