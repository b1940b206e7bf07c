"""Founds nations and renames them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from nazh.domain.dominion.basis_points import WHOLE, share
from nazh.domain.dominion.cooldowns import check_cooldown
from nazh.domain.dominion.names.names import NationName
from nazh.domain.dominion.nations.ledger import Reason
from nazh.domain.dominion.nations.nation import (
    Act,
    FormerName,
    Nation,
    NationId,
    Progress,
    notify,
    receive,
    spend,
)
from nazh.domain.dominion.nations.offices import Accession, Government, Leadership
from nazh.domain.dominion.nations.units import Military
from nazh.domain.dominion.notices import NoticeKind
from nazh.domain.dominion.rules.nations import NationRules
from nazh.domain.dominion.rules.rulesets import Ruleset
from nazh.domain.dominion.season import Season
from nazh.domain.dominion.world_time import DAY, day_of, hour_of, next_standing
from nazh.domain.kernel.identity import GuildId, UserId


@dataclass(frozen=True, slots=True)
class Charter:
    """The name, guild and leader of a new nation."""

    id: NationId
    guild: GuildId
    name: NationName
    leader: UserId


def found(charter: Charter, act: Act, season: Season) -> Nation:
    """Return a new nation, which is protected and has its first resources (REG-02, REG-05)."""
    rules = season.rules
    nation = Nation(
        id=charter.id,
        guild=charter.guild,
        name=charter.name.text,
        leader=charter.leader,
        founded_at=act.at,
        protected_until=act.at + rules.nations.protection,
        is_protected=True,
        resources=0,
        territory=rules.nations.start_territory,
        military=Military({}),
        progress=Progress(hour_of(act.at), day_of(act.at), next_standing(act.at) - 1),
        government=Government(active_at=act.at),
        empty_since=act.at,
        accessions=(Leadership(charter.leader, act.at, Accession.FOUNDED),),
    )
    start = _first_resources(act.at - season.starts_at, rules.nations)
    nation = receive(nation, start, Reason.SEASON_START, act, rules.resources)
    facts = {"resources": nation.resources, "territory": nation.territory}
    return notify(nation, NoticeKind.FOUNDED, act, facts)


def _first_resources(elapsed: timedelta, rules: NationRules) -> int:
    """Return the stock of a nation founded so long after the start of the season (REG-05)."""
    growing = min(max(elapsed, timedelta()), rules.late_bonus_days * DAY)
    bonus = rules.late_bonus * (growing // rules.late_bonus_interval)
    return share(rules.start_resources, WHOLE + bonus)


def rename(nation: Nation, name: NationName, act: Act, rules: Ruleset) -> Nation:
    """Return the nation with a new name, for a price; the former name is recorded (REG-09).

    Raises TooSoon and NotEnoughResources.
    """
    check_cooldown(nation.renamed_at, rules.nations.rename_cooldown, act.at, "another new name")
    nation = spend(nation, rules.nations.rename_cost, Reason.RENAME, act)
    former = (*nation.former_names, FormerName(nation.name, act.at))
    return replace(nation, name=name.text, renamed_at=act.at, former_names=former)
