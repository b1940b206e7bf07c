"""Serializes notices as payloads of queued messages, and parses them.

The payload of a battle notice includes the battle, so that its report can be composed.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from nazh.application.dominion.battles.show_battle import BattleView
from nazh.application.dominion.ports import FoughtBattle, NationNotice
from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.dominion.notices import PINGED_ROLE, NoticeKind
from nazh.domain.dominion.wars.war import WarId

TOPIC: Final = "dominion"
"""The topic of queued messages that are notices."""


def notice_payload(notice: NationNotice, view: BattleView | None = None) -> str:
    """Return the payload of a notice, with the nation's view of the battle it is about, if any."""
    form: dict[str, object] = {
        "nation": notice.nation,
        "at": notice.at.isoformat(),
        "kind": notice.kind.value,
        "facts": dict(notice.facts),
    }
    if view is not None:
        form["battle"] = _battle_form(view)
    return json.dumps(form, ensure_ascii=False)


def without_ping(notice: NationNotice) -> NationNotice:
    """Return a notice without role mentions, for a direct message."""
    facts = {name: fact for name, fact in notice.facts.items() if name != PINGED_ROLE}
    return replace(notice, facts=facts)


def pinged_roles(payloads: Sequence[str]) -> tuple[int, ...]:
    """Return the distinct roles that announcements among the payloads mention."""
    notices = (read_notice(payload) for payload in payloads)
    roles = [int(notice.facts[PINGED_ROLE]) for notice in notices if PINGED_ROLE in notice.facts]
    return tuple(dict.fromkeys(roles))


def read_notice(payload: str) -> NationNotice:
    """Return the notice in a payload."""
    form = json.loads(payload)
    at = datetime.fromisoformat(form["at"])
    return NationNotice(form["nation"], at, NoticeKind(form["kind"]), form["facts"])


def read_battle_view(payload: str) -> BattleView | None:
    """Return the battle in a payload, if any."""
    form = json.loads(payload).get("battle")
    if form is None:
        return None
    gains = form.get("gains")  # earlier versions did not write it
    battle = FoughtBattle(
        war=WarId(form["war"]),
        fought_at=datetime.fromisoformat(form["fought_at"]),
        commitment=form["commitment"],
        names={NationId(int(nation)): name for nation, name in form["names"].items()},
        reputations={NationId(int(nation)): by for nation, by in form["reputations"].items()},
        record=form["record"],
        gains=None
        if gains is None
        else {NationId(int(supporter)): by for supporter, by in gains.items()},
    )
    return BattleView(battle, NationId(form["viewer"]))


def _battle_form(view: BattleView) -> dict[str, object]:
    battle = view.battle
    return {
        "viewer": view.viewer,
        "war": battle.war,
        "fought_at": battle.fought_at.isoformat(),
        "commitment": battle.commitment,
        "names": dict(battle.names),
        "reputations": dict(battle.reputations),
        "record": battle.record,
        "gains": None if battle.gains is None else dict(battle.gains),
    }
