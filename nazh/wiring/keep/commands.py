"""Wires the commands, buttons and modals of Keep to their use cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nazh.adapters.inbound.discord.interactions.commands import Command
from nazh.adapters.inbound.discord.interactions.component_router import ButtonAction, FormAction
from nazh.adapters.inbound.discord.interactions.component_signer import ComponentSigner
from nazh.adapters.inbound.discord.keep.bridge import (
    STATUS,
    BridgeUseCases,
    bridge_group,
    status_button,
)
from nazh.adapters.inbound.discord.keep.consoles import (
    LOG,
    REPLY,
    RUN,
    ConsoleUseCases,
    console_group,
    log_button,
    reply_button,
    run_modal,
)
from nazh.adapters.inbound.discord.keep.players import SESSIONS, player_group, sessions_button
from nazh.adapters.inbound.discord.keep.server_actions import (
    CHANGES,
    LIST,
    REMOVE,
    TEST,
    ServerUseCases,
    add_button,
    add_modal,
    changes_button,
    edit_button,
    edit_modal,
    list_button,
    password_modal,
    remove_button,
    test_button,
)
from nazh.adapters.inbound.discord.keep.server_forms import ADD, EDIT, PASSWORD
from nazh.adapters.inbound.discord.keep.servers import server_group
from nazh.application.keep.players.show_players import ShowPlayers
from nazh.application.shared.idempotency import IdempotencyStore
from nazh.domain.keep.profiles.registry import PROFILES


@dataclass(frozen=True, slots=True)
class UseCases:
    """The use cases of commands, buttons and modals."""

    servers: ServerUseCases
    consoles: ConsoleUseCases
    bridges: BridgeUseCases
    show_players: ShowPlayers


def keep_commands(use_cases: UseCases, signer: ComponentSigner) -> tuple[Command, ...]:
    """Return the commands."""
    return (
        server_group(use_cases.servers, use_cases.consoles, PROFILES, signer),
        console_group(use_cases.consoles, signer),
        bridge_group(use_cases.consoles, use_cases.bridges, signer),
        player_group(use_cases.show_players, signer),
    )


def keep_buttons(use_cases: UseCases, signer: ComponentSigner) -> Mapping[str, ButtonAction]:
    """Return the actions of all buttons and menus, by their names."""
    servers, consoles = use_cases.servers, use_cases.consoles
    return {
        TEST: test_button(servers),
        ADD: add_button(PROFILES),
        EDIT: edit_button(servers.show),
        REMOVE: remove_button(servers.remove),
        **servers.steps.actions,
        LIST: list_button(servers.show, PROFILES, signer),
        CHANGES: changes_button(servers.show_changes, signer),
        REPLY: reply_button(consoles.check, consoles.replies, signer),
        LOG: log_button(consoles.show_log, signer),
        STATUS: status_button(use_cases.bridges.show, signer),
        SESSIONS: sessions_button(use_cases.show_players, signer),
    }


def keep_modals(
    use_cases: UseCases, idempotency: IdempotencyStore, signer: ComponentSigner
) -> Mapping[str, FormAction]:
    """Return the actions of all modals, by their names."""
    servers, consoles = use_cases.servers, use_cases.consoles
    return {
        ADD: add_modal(servers, PROFILES),
        EDIT: edit_modal(servers),
        PASSWORD: password_modal(servers.change_password),
        RUN: run_modal(consoles.check, consoles.run, idempotency, signer),
    }
