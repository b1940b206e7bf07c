"""Defines the manifest that a context hands to the platform."""

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
from nazh.application.shared.outbox import Consumer
from nazh.application.shared.queued_messages import Compose
from nazh.application.shared.status_panels import StatusPanel

Handler = TypeVar("Handler")


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Everything that the platform runs, shows or offers for one context.

    ``name`` is the prefix of the context's custom_ids, metrics, settings and tables, and ``texts``
    the package that has its translations in a folder ``catalogues``. ``guard`` is asked before each
    of its commands and actions runs. ``components`` and ``modals``
    map an action to its handler: "again" of dice answers ``nz2:dice.again:…``. ``subscriptions``
    receive events in memory, and ``consumers`` take the messages of a topic of the outbox.
    ``composers`` write what is sent to Discord for the queued messages of a topic.
    ``help_pages`` are by their key in the menu of ``/help``, and ``status`` is on the page at
    ``/``; ``routes`` are on the same server. ``personal_data`` deletes what is stored about users
    and guilds, and ``own_data`` describes and exports it for ``/privacy``. ``intents`` are what the
    gateway should send, and ``permissions`` what the bot may do on a server. ``messages`` reads
    messages, in a process of its own.
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


def merge_handlers(*parts: Mapping[str, Handler]) -> dict[str, Handler]:
    """Return the handlers of all parts. Raises ValueError if two have the same name."""
    handlers = {name: handler for part in parts for name, handler in part.items()}
    if len(handlers) != sum(map(len, parts)):
        raise ValueError("two handlers have the same name")
    return handlers
