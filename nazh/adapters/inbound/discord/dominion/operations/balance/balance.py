"""The commands ``/dominion-admin balance``, with which developers change the rules."""

from __future__ import annotations

from typing import Final

import hikari
import lightbulb

from nazh.adapters.inbound.discord.dominion.buttons import action_button
from nazh.adapters.inbound.discord.dominion.guards import DEVELOPER_PREFIX
from nazh.adapters.inbound.discord.dominion.operations.balance.rule_imports import import_command
from nazh.adapters.inbound.discord.dominion.operations.balance.rule_restores import restore_command
from nazh.adapters.inbound.discord.dominion.operations.options import (
    names_like,
    reason_form,
    typed_reason,
)
from nazh.adapters.inbound.discord.dominion.requesters import requester_of
from nazh.adapters.inbound.discord.embed_responses import private
from nazh.adapters.inbound.discord.guilds.members import UserInteraction
from nazh.adapters.inbound.discord.interactions.commands import handler
from nazh.adapters.inbound.discord.interactions.component_router import ButtonAction, FormAction
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import File, Response, private_response
from nazh.adapters.inbound.discord.ui import DANGER, embed_body
from nazh.adapters.inbound.texts.dominion.buttons import CONTINUE
from nazh.adapters.inbound.texts.dominion.operations import balance as texts
from nazh.application.dominion.operations.balance.balance import Balance
from nazh.application.dominion.operations.balance.import_rules import ImportRules
from nazh.application.dominion.operations.balance.restore_rules import RestoreRules

RULE: Final = f"{DEVELOPER_PREFIX}rule"
_LONGEST_KEY: Final = 40
_LONGEST_VALUE: Final = 20
_SEPARATOR: Final = "|"
_FILE: Final = "rules.txt"


def add_balance_commands(
    group: lightbulb.Group, balance: Balance, import_rules: ImportRules, restore: RestoreRules
) -> None:
    """Add the subcommands to ``/dominion-admin``."""
    commands = group.subgroup("balance", "The rules of the season.")
    for command in (
        _get_command(balance),
        _set_command(balance),
        _reset_command(balance),
        _validate_command(balance),
        _history_command(balance),
        _export_command(balance),
        import_command(import_rules),
        restore_command(restore),
    ):
        commands.register(command)


def rule_button() -> ButtonAction:
    """Return the action of Continue below a planned change, which asks for the reason."""

    async def press(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        translator = private_translator(interaction)
        key = arguments.partition(_SEPARATOR)[0]
        return reason_form(RULE, arguments, translator(texts.CHANGE_TITLE, key=key), translator)

    return press


def rule_form(balance: Balance) -> FormAction:
    """Return the action of the modal that changes a value."""

    async def submit(interaction: hikari.ModalInteraction, arguments: str) -> Response:
        key, _, rest = arguments.partition(_SEPARATOR)
        value, _, version = rest.partition(_SEPARATOR)
        requester, reason = requester_of(interaction), typed_reason(interaction)
        change = await balance.change(requester, key, value or None, version, reason)
        return private(texts.changed_text(change, private_translator(interaction)))

    return submit


def _key_option(balance: Balance) -> str:
    return lightbulb.string(
        "key",
        "Which value",
        max_length=_LONGEST_KEY,
        autocomplete=names_like(balance.names()),
    )


def _get_command(balance: Balance) -> type[lightbulb.SlashCommand]:
    class Get(lightbulb.SlashCommand, name="get", description="Show a value and its range."):
        key = _key_option(balance)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            view = await balance.get(requester_of(interaction), self.key)
            return private(texts.value_text(view, private_translator(interaction)))

    return Get


def _set_command(balance: Balance) -> type[lightbulb.SlashCommand]:
    class Set(lightbulb.SlashCommand, name="set", description="Change a value, after a preview."):
        key = _key_option(balance)
        value = lightbulb.string("value", "For example 120 or 48h", max_length=_LONGEST_VALUE)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            return await _preview(balance, interaction, self.key, self.value)

    return Set


def _reset_command(balance: Balance) -> type[lightbulb.SlashCommand]:
    class Reset(
        lightbulb.SlashCommand,
        name="reset",
        description="Reset a value to the one at the season's start.",
    ):
        key = _key_option(balance)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            return await _preview(balance, interaction, self.key, None)

    return Reset


async def _preview(
    balance: Balance, interaction: UserInteraction, key: str, value: str | None
) -> Response:
    planned = await balance.preview(requester_of(interaction), key, value)
    (change,) = planned.changes
    translator = private_translator(interaction)
    after = "" if value is None else change.after
    arguments = _SEPARATOR.join((key, after, planned.version))
    proceed = action_button(translator(CONTINUE), RULE, arguments, style=DANGER)
    return private(texts.change_question(change, translator), proceed)


def _validate_command(balance: Balance) -> type[lightbulb.SlashCommand]:
    class Validate(
        lightbulb.SlashCommand,
        name="validate",
        description="Show the values that differ from the season's start.",
    ):
        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            views = await balance.changed_values(requester_of(interaction))
            return private(texts.differences_text(views, private_translator(interaction)))

    return Validate


def _history_command(balance: Balance) -> type[lightbulb.SlashCommand]:
    class History(
        lightbulb.SlashCommand, name="history", description="Show the latest changes of rules."
    ):
        key = lightbulb.string(
            "key",
            "Which value (all)",
            default=None,
            max_length=_LONGEST_KEY,
            autocomplete=names_like(balance.names()),
        )

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            changes = await balance.history(requester_of(interaction), self.key)
            return private(texts.history_text(changes, private_translator(interaction)))

    return History


def _export_command(balance: Balance) -> type[lightbulb.SlashCommand]:
    class Export(lightbulb.SlashCommand, name="export", description="Save all values as a file."):
        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            lines = await balance.export(requester_of(interaction))
            text = private_translator(interaction)(texts.EXPORTED)
            return private_response(embed_body(text), File(_FILE, lines.encode()))

    return Export
