"""Defines the manifest with which a context registers at the platform."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from nazh.adapters.inbound.discord.gateway.message_service import MessageReader
from nazh.adapters.inbound.discord.guilds.help import HelpPage
from nazh.adapters.inbound.discord.interactions.commands import Guard, Offer
from nazh.adapters.inbound.discord.interactions.component_router import ButtonAction, FormAction
from nazh.adapters.inbound.discord.invite import Intents, Permissions
from nazh.adapters.inbound.texts.guilds.guild_settings import SettingOffer
from nazh.adapters.inbound.texts.guilds.privacy import OwnData
from nazh.adapters.inbound.web.server import RouteProvider
from nazh.application.guilds.ports import PersonalData
from nazh.application.shared.event_bus import Subscription
from nazh.application.shared.jobs import Job
from nazh.application.shared.messages.queued_messages import Compose
from nazh.application.shared.outbox import Consumer
from nazh.application.shared.status_panels import StatusPanel

Handler = TypeVar("Handler")


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Everything that the platform runs, shows or offers for one context.

    ``name`` is the prefix of the context's custom_ids, metrics, settings and tables; ``texts`` is
    the package whose folder ``catalogues`` has its translations. ``guard`` is called before each
    of its commands and actions. ``components`` and ``modals`` map actions to handlers: "again" of
    dice handles ``nz2:dice.again:…``. ``subscriptions`` receive events in memory; ``consumers``
    receive the outbox's messages by topic. ``composers`` build the messages to Discord from queued
    messages, by topic. ``help_pages`` have the keys of the menu in ``/help``. ``status`` is on
    the page at ``/``; ``routes`` are on the same server. ``personal_data`` deletes the data of
    users and guilds; ``own_data`` describes and exports it for ``/privacy``. ``intents`` are
    requested from the gateway, and ``permissions`` on servers. ``messages`` reads messages, in a
    separate process.
    """

    name: str
    texts: str = ""
    commands: Sequence[Offer] = ()
    guard: Guard | None = None
    components: Mapping[str, ButtonAction] = field(default_factory=dict)
    modals: Mapping[str, FormAction] = field(default_factory=dict)
    subscriptions: Sequence[Subscription] = ()
    consumers: Mapping[str, Consumer] = field(default_factory=dict)
    composers: Mapping[str, Compose] = field(default_factory=dict)
    jobs: Sequence[Job] = ()
    help_pages: Mapping[str, HelpPage] = field(default_factory=dict)
    guild_settings: Sequence[SettingOffer] = ()
    status: Sequence[StatusPanel] = ()
    routes: Sequence[RouteProvider] = ()
    personal_data: PersonalData | None = None
    own_data: OwnData | None = None
    intents: Intents = Intents.NONE
    permissions: Permissions = Permissions.NONE
    messages: MessageReader | None = None


@dataclass(frozen=True, slots=True)
class StoredRecords:
    """What deletes, describes and exports the rows of a context, whether it is enabled or not.

    ``texts`` is as in ``Context``.
    """

    personal_data: PersonalData
    own_data: OwnData
    texts: str


def merge_handlers(*parts: Mapping[str, Handler]) -> dict[str, Handler]:
    """Return the handlers of all parts. Raises ValueError if two have the same name."""
    handlers = {name: handler for part in parts for name, handler in part.items()}
    if len(handlers) != sum(map(len, parts)):
        raise ValueError("two handlers have the same name")
    return handlers
