"""Assembles the program from the platform, the enabled contexts, and Discord."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import chain
from operator import or_
from types import MappingProxyType

from nazh.adapters.inbound.discord.interactions.commands import Offer
from nazh.adapters.inbound.discord.interactions.component_router import ComponentRouter
from nazh.adapters.inbound.discord.invite import Intents, Permissions
from nazh.adapters.inbound.settings import Settings
from nazh.adapters.inbound.texts.guilds.audit import audit_own_data
from nazh.adapters.inbound.texts.languages import add_catalogues
from nazh.application.shared.audit.prune_audit_log import PRUNE_PERIOD, PruneAuditLog
from nazh.application.shared.jobs import Job, Scope
from nazh.application.shared.outbox import RELAY_PERIOD, RELAY_TIMEOUT, Consumer, RelayOutbox
from nazh.wiring.channels import ANSWERING, GATEWAY
from nazh.wiring.context import Context, merge_handlers
from nazh.wiring.contexts import CONTEXTS, ContextEntry, migrations_of
from nazh.wiring.disabled_contexts import DisabledContexts
from nazh.wiring.discord import DiscordServiceContainer
from nazh.wiring.guilds.container import GuildsContainer
from nazh.wiring.operations import OperationsContainer
from nazh.wiring.platform import PlatformContainer
from nazh.wiring.queued_messages import queued_messages


@dataclass(frozen=True, slots=True)
class Program:
    """A wired program that has not been started."""

    platform: PlatformContainer
    contexts: tuple[Context, ...]
    commands: Mapping[str, Sequence[Offer]]
    components: ComponentRouter
    permissions: Permissions
    service: DiscordServiceContainer
    operations: OperationsContainer


def new_program(settings: Settings, channel: str = GATEWAY) -> Program:
    """Return the program for ``settings`` and ``channel``."""
    platform = PlatformContainer(
        settings=settings, channel=channel, migrations=migrations_of(settings.program.contexts)
    )
    enabled = settings.program.contexts
    disabled = {name: entry for name, entry in CONTEXTS.items() if name not in enabled}
    return assemble(platform, [CONTEXTS[name].load(platform) for name in enabled], disabled)


def assemble(
    platform: PlatformContainer,
    others: Iterable[Context],
    disabled: Mapping[str, ContextEntry] = MappingProxyType({}),
) -> Program:
    """Return the program of ``others`` and of guilds, which is always enabled.

    Of ``disabled`` contexts, it deletes and exports stored data.
    """
    others = (*others,)
    others = (*others, *_audit(platform), *queued_messages(platform, others))
    stored = DisabledContexts(platform, disabled)
    guilds = GuildsContainer(
        platform=platform,
        personal_data=[*(other.personal_data for other in others if other.personal_data), stored],
        disabled_own_data=stored.own_data,
        help_pages=[other.help_pages for other in others],
        others_own_data=[other.own_data for other in others if other.own_data],
        guild_settings=tuple(chain.from_iterable(other.guild_settings for other in others)),
    )
    contexts = (*others, guilds.context())
    for package in filter(None, (context.texts for context in contexts)):
        add_catalogues(package)
    platform.intents.override(reduce(or_, (context.intents for context in contexts), Intents.NONE))
    permissions = reduce(or_, (context.permissions for context in contexts), Permissions.NONE)
    platform.events().subscribe(chain.from_iterable(context.subscriptions for context in contexts))
    commands = {context.name: context.commands for context in contexts}
    guards = {context.name: context.guard for context in contexts if context.guard is not None}
    components = ComponentRouter(
        platform.pipeline(),
        {
            f"{context.name}.{key}": work
            for context in contexts
            for key, work in context.components.items()
        },
        {
            f"{context.name}.{key}": work
            for context in contexts
            for key, work in context.modals.items()
        },
        guards,
    )
    service = DiscordServiceContainer(
        platform=platform,
        commands=commands,
        guards=guards,
        components=components,
        forget_guilds=guilds.forget_guilds,
        message_reader=next((other.messages for other in others if other.messages), None),
    )
    operations = OperationsContainer(
        platform=platform,
        discord=service.service,
        routes=[*chain.from_iterable(context.routes for context in contexts)],
        panels=[*chain.from_iterable(context.status for context in contexts)],
        jobs=[
            *chain.from_iterable(context.jobs for context in contexts),
            *(
                _discord_jobs(platform, service, contexts)
                if platform.channel() in ANSWERING
                else []
            ),
        ],
    )
    return Program(platform, contexts, commands, components, permissions, service, operations)


def _audit(platform: PlatformContainer) -> Iterator[Context]:
    """Yield the platform's own context for the audit log, if there is a database."""
    records = platform.audit()
    if records is not None:
        prune = PruneAuditLog(records, platform.clock())
        yield Context(
            name="audit",
            jobs=(Job("prune_audit_log", PRUNE_PERIOD, prune, Scope.CLUSTER),),
            personal_data=records,
            own_data=audit_own_data(records.changes_by),
        )


def _discord_jobs(
    platform: PlatformContainer, service: DiscordServiceContainer, contexts: Iterable[Context]
) -> list[Job]:
    """Return the jobs that send requests to Discord."""
    consumers = merge_handlers(*(context.consumers for context in contexts))
    return [*service.jobs(), *_relay_jobs(platform, consumers)]


def _relay_jobs(platform: PlatformContainer, consumers: Mapping[str, Consumer]) -> Iterator[Job]:
    """Yield the job that delivers the outbox, if any context consumes its messages."""
    if consumers:
        relay = RelayOutbox(platform.outbox(), platform.clock(), consumers)
        yield Job("relay_outbox", RELAY_PERIOD, relay, Scope.CLUSTER, RELAY_TIMEOUT)
