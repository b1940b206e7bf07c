"""Shows the reports of battles in embeds, with buttons to replay and verify them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from nazh.adapters.inbound.discord.dominion.buttons import action_button
from nazh.adapters.inbound.discord.interactions.responses import Json, action_row
from nazh.adapters.inbound.discord.ui import BLUE, GREEN, RED
from nazh.adapters.inbound.texts.dominion.notices.notices import compose_notices
from nazh.adapters.inbound.texts.dominion.wars.battles import PICTURE, VERIFY, battle_report
from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.dominion.battles.show_battle import BattleView
from nazh.application.dominion.notices.payloads import pinged_roles, read_battle_view
from nazh.application.shared.messages.queued_messages import ComposedMessage

SHOW_BATTLE: Final = "battle"
VERIFY_BATTLE: Final = "verify"
PINGS: Final = 3
"""Roles that one message mentions. A nation can make an announcement only once in hours."""
REPORTS: Final = 2
"""Reports in one message, whose embeds may have 6,000 characters together."""


def battle_embed(view: BattleView, translator: Translator, picture: str | None = None) -> Json:
    """Return the report of a battle, with an attached ``picture`` in it."""
    report = battle_report(view, translator)
    colour = BLUE if report.is_won is None else GREEN if report.is_won else RED
    embed: dict[str, object] = {
        "title": report.title,
        "description": report.text,
        "color": colour,
        "fields": tuple({"name": field.name, "value": field.text} for field in report.fields),
    }
    if picture is not None:
        embed["image"] = {"url": f"attachment://{picture}"}
    return embed


def compose_news(payloads: Sequence[str], translator: Translator) -> ComposedMessage:
    """Return one message about all notices, with the reports of the last battles among them."""
    views = [view for payload in payloads if (view := read_battle_view(payload)) is not None]
    shown = views[-REPORTS:]
    roles = pinged_roles(payloads)[-PINGS:]
    return ComposedMessage(
        compose_notices(payloads, translator, " ".join(f"<@&{role}>" for role in roles)),
        tuple(battle_embed(view, translator) for view in shown),
        tuple(_buttons(view, translator) for view in shown),
        roles,
    )


def _buttons(view: BattleView, translator: Translator) -> Json:
    war = str(view.battle.war)
    return action_row(
        (
            action_button(translator(PICTURE, war=war), SHOW_BATTLE, war),
            action_button(translator(VERIFY, war=war), VERIFY_BATTLE, war),
        )
    )
