"""Suggests what a user can do next in the nation of a server."""

from __future__ import annotations

from enum import Enum

from nazh.application.dominion.nations.look_at_nation import NationView
from nazh.application.dominion.ports import Requester
from nazh.domain.dominion.citizens import next_contribution
from nazh.domain.dominion.government.appointments import may_act_as
from nazh.domain.dominion.nations.offices import Office
from nazh.domain.dominion.treasury import upgrade_storage
from nazh.domain.kernel.errors import Refusal


class NextAction(Enum):
    """A command that would not be refused now."""

    JOIN = "join"
    CONTRIBUTE = "contribute"
    UPGRADE_STORAGE = "upgrade_storage"


def next_actions(view: NationView, requester: Requester) -> tuple[NextAction, ...]:
    """Return what the requester can do now, most useful first."""
    rules = view.season.rules.resources
    if view.citizen is None:
        return (NextAction.JOIN,) if view.elsewhere is None else ()
    if view.nation.is_on_vacation(requester.at):
        return ()
    actions: list[NextAction] = []
    due = next_contribution(view.citizen, rules)
    if due is None or due <= requester.at:
        actions.append(NextAction.CONTRIBUTE)
    politics = view.season.rules.politics
    if may_act_as(view.nation, requester.user, Office.TREASURER, requester.at, politics):
        try:
            upgrade_storage(view.nation, requester.act, rules)
        except Refusal:
            pass
        else:
            actions.append(NextAction.UPGRADE_STORAGE)
    return tuple(actions)
