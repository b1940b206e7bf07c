"""Two nations and the war between them, which the tests of wars begin with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from nazh.domain.dominion.names.names import parse_name
from nazh.domain.dominion.nations.founding import Charter, found
from nazh.domain.dominion.nations.nation import Nation, NationId
from nazh.domain.dominion.nations.units import Military, Units, UnitType
from nazh.domain.dominion.wars.declaring import Declaration
from nazh.domain.dominion.wars.responding import Commitment, accept
from nazh.domain.dominion.wars.war import CasusBelli, War, WarId
from nazh.domain.kernel.identity import GuildId
from tests.unit.domain.dominion.dominion_examples import CLASSIC, LEADER, SEASON, START, act

NOW: Final = START + timedelta(days=5)
"""An instant at which no nation is protected."""
COMMITMENT: Final = Commitment("commitment", "sealed")


def army(infantry: int = 100) -> Military:
    return Military(units={UnitType.INFANTRY: Units(infantry)})


def nation(number: int, name: str, **changes: object) -> Nation:
    charter = Charter(NationId(number), GuildId(number), parse_name(name), LEADER)
    founded = found(charter, act(), SEASON)
    whole = {"military": army(), "population": 10, "journal": (), **changes}
    return replace(founded, **whole)  # type: ignore[arg-type]  # fields of nations


AURELIA: Final = nation(1, "Aurelia", resources=5_000)
BORVIA: Final = nation(2, "Borvia", resources=5_000)


def declaration(
    aggressor: Nation = AURELIA,
    defender: Nation = BORVIA,
    at: datetime = NOW,
    wars: Sequence[War] = (),
    *,
    reason: CasusBelli = CasusBelli.RIVALRY,
    is_confirmed: bool = False,
) -> Declaration:
    return Declaration(
        aggressor=aggressor,
        defender=defender,
        reason=reason,
        at=at,
        wars=wars,
        is_confirmed=is_confirmed,
    )


def proposed(number: int = 7, **changes: object) -> War:
    war = War(
        id=WarId(number),
        aggressor=AURELIA.id,
        defender=BORVIA.id,
        reason=CasusBelli.RIVALRY,
        is_honourable=False,
        declared_at=NOW,
        respond_by=NOW + timedelta(hours=12),
        battle_at=NOW + timedelta(hours=44),
    )
    return replace(war, **changes)  # type: ignore[arg-type]  # fields of wars


def accepted(number: int = 7, **changes: object) -> War:
    at = NOW + timedelta(hours=1)
    return replace(accept(proposed(number), BORVIA, at, COMMITMENT, CLASSIC), **changes)  # type: ignore[arg-type]  # fields of wars
