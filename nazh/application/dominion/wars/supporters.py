"""Reads the supporters of a side of a war, and notifies supporters of its end."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from nazh.application.dominion.ports import WorldTransaction
from nazh.domain.dominion.combat.sides import Role
from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.dominion.notices import Notice
from nazh.domain.dominion.wars.supporting import Support, support_by
from nazh.domain.dominion.wars.war import War


def supports_of(world: WorldTransaction, war: War, role: Role, at: datetime) -> Sequence[Support]:
    """Return the supporters of a side, except nations that are on vacation or without the bot."""
    pledges = [pledge for pledge in world.pledges.in_war(war.id) if pledge.role is role]
    return [
        support_by(pledge, nation, world.pledges.bloc_of(nation.id), world.season.rules)
        for pledge, nation in [(pledge, world.nation(pledge.nation)) for pledge in pledges]
        if not nation.is_paused(at)
    ]


def tell_supporters(
    world: WorldTransaction, war: War, notice: Notice, already_notified: Collection[NationId] = ()
) -> None:
    """Add a notice for the supporters of both sides, except those in ``already_notified``."""
    for pledge in world.pledges.in_war(war.id):
        if pledge.nation not in already_notified:
            world.add_notice(pledge.nation, notice)
