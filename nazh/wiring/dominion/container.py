"""Wires Dominion to its adapters and builds its manifest."""

from __future__ import annotations

from functools import partial

from nazh.adapters.inbound.discord.dominion.guards import command_guard
from nazh.adapters.inbound.discord.dominion.guides import dominion_help
from nazh.adapters.inbound.discord.dominion.members import DiscordMembers
from nazh.adapters.inbound.discord.dominion.wars.battle_messages import compose_news
from nazh.adapters.inbound.discord.dominion.wars.wars import war_forms
from nazh.adapters.inbound.discord.invite import Permissions
from nazh.adapters.inbound.settings.dominion import DominionSettings
from nazh.adapters.inbound.texts.dominion.government.administrators import administrators_offer
from nazh.adapters.inbound.texts.dominion.notices.notices import channel_offer
from nazh.adapters.inbound.texts.dominion.operations.alerts import compose_alerts
from nazh.adapters.inbound.texts.languages import ENGLISH
from nazh.adapters.outbound.metrics.dominion import loss_metrics
from nazh.adapters.outbound.rulesets.toml_rulesets import TomlRulesets
from nazh.adapters.outbound.sql.dominion.operations.alerts import SqlAlerts
from nazh.adapters.outbound.sql.dominion.world.outages import SqlHeartbeats
from nazh.adapters.outbound.sql.dominion.world.world import SqlWorld
from nazh.adapters.outbound.system.clock import FastClock
from nazh.application.dominion.administrators import Administrators
from nazh.application.dominion.alerts import ALERT_TOPIC
from nazh.application.dominion.live_world import LiveWorld
from nazh.application.dominion.notices.payloads import TOPIC
from nazh.application.dominion.operations.check_command import (
    CheckCommand,
    CurrentFeatures,
    IsStopped,
)
from nazh.application.shared.messages.queued_messages import Recipient
from nazh.application.shared.ports import Clock
from nazh.wiring.context import Context
from nazh.wiring.dominion.commands import public_buttons, public_commands
from nazh.wiring.dominion.game import game_commands
from nazh.wiring.dominion.jobs import dominion_jobs
from nazh.wiring.dominion.operations import new_operations
from nazh.wiring.dominion.stored_records import dominion_records
from nazh.wiring.dominion.use_cases import new_use_cases
from nazh.wiring.dominion.war_secrets import new_war_secrets
from nazh.wiring.platform import PlatformContainer


def load_dominion(platform: PlatformContainer) -> Context:
    """Return the manifest. Raises CannotRun without a database or the extra ``dominion``."""
    settings = platform.settings().section(DominionSettings)
    rulesets = TomlRulesets(settings.ruleset)
    clock: Clock = platform.clock()
    if settings.clock is not None:
        clock = FastClock(settings.clock.times, settings.clock.since)
    database = platform.database()
    secrets = new_war_secrets(platform.settings())
    alerts = SqlAlerts(database, _developers(settings), platform.clock())
    stored = SqlWorld(database, rulesets, secrets, platform.events(), alerts)
    world = LiveWorld(stored, SqlHeartbeats(database, rulesets), alerts)
    own = dominion_records(platform)
    members = DiscordMembers(platform.rest_app)
    operations = new_operations(settings, database, rulesets, clock)
    features = CurrentFeatures(operations.controls)
    administrators = Administrators(platform.settings_of())
    game = game_commands(world, members, features, administrators, settings.forbidden_words)
    use_cases = new_use_cases(platform, world, game, rulesets, clock, features, administrators)
    commands = public_commands(use_cases)
    moderation = operations.moderation(world, use_cases.directory, use_cases.season_rules)
    is_stopped = IsStopped(operations.controls)
    return Context(
        name="dominion",
        texts=own.texts,
        commands=(*commands, *operations.commands(commands, moderation, use_cases.directory)),
        guard=command_guard(CheckCommand(operations.controls), use_cases.note_visit),
        components={**public_buttons(use_cases), **operations.components(moderation)},
        composers={
            TOPIC: partial(compose_news, translator=ENGLISH),
            ALERT_TOPIC: partial(compose_alerts, translator=ENGLISH),
        },
        subscriptions=loss_metrics(platform.registry()),
        modals={**war_forms(use_cases.wars), **operations.modals(moderation)},
        jobs=dominion_jobs(platform, world, rulesets, clock, is_stopped, members, alerts),
        help_pages=dominion_help(commands),
        guild_settings=(channel_offer(), administrators_offer()),
        personal_data=own.personal_data,
        own_data=own.own_data,
        permissions=(
            Permissions.VIEW_CHANNEL
            | Permissions.SEND_MESSAGES
            | Permissions.SEND_MESSAGES_IN_THREADS
            | Permissions.EMBED_LINKS
            | Permissions.READ_MESSAGE_HISTORY
        ),
    )


def _developers(settings: DominionSettings) -> tuple[Recipient, ...]:
    """Return the users who are alerted to problems; empty without an admin server."""
    guild = settings.admin_guild
    if guild is None:
        return ()
    return tuple(Recipient.user(user, guild) for user in sorted(settings.developers))
