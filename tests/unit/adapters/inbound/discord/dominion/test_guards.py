"""Tests which commands and buttons the operator's switches apply to."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace
from typing import cast

from nazh.adapters.inbound.discord.dominion.guards import DEVELOPER_PREFIX, command_guard
from nazh.adapters.inbound.discord.guilds.members import UserInteraction
from nazh.application.dominion.citizens.note_visit import NoteVisit
from nazh.application.dominion.operations.check_command import CheckCommand
from nazh.application.dominion.ports import Requester
from nazh.domain.kernel.identity import GuildId


async def refuse_everything(name: str, guild: GuildId, at: datetime) -> None:
    raise AssertionError(f"{name} should not be checked")


async def note(requester: Requester) -> None:
    raise AssertionError("no visit should be recorded")


async def test_buttons_of_developers_work_while_everything_is_switched_off() -> None:
    guard = command_guard(cast("CheckCommand", refuse_everything), cast("NoteVisit", note))
    interaction = cast("UserInteraction", SimpleNamespace(guild_id=1))

    await guard(interaction, f"dominion.{DEVELOPER_PREFIX}resume")


async def test_direct_messages_are_not_checked() -> None:
    guard = command_guard(cast("CheckCommand", refuse_everything), cast("NoteVisit", note))
    interaction = cast("UserInteraction", SimpleNamespace(guild_id=None))

    await guard(interaction, "dominion help")
