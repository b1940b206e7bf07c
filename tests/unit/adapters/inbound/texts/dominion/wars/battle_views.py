"""Creates battles as nations look at them, for tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from random import Random
from typing import Final

from nazh.application.dominion.battles.show_battle import BattleView
from nazh.application.dominion.ports import FoughtBattle
from nazh.domain.dominion.combat.draws import Nonces
from nazh.domain.dominion.combat.record import Battle, record_of, write_record
from nazh.domain.dominion.combat.sides import Role, Side, Stance, Supporter
from nazh.domain.dominion.combat.spoils import Stakes
from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.dominion.nations.units import Units, UnitType
from nazh.domain.dominion.wars.war import WarId
from tests.unit.domain.dominion.combat.sample_battles import RULES, random_battle

FOUGHT_AT: Final = datetime(2026, 1, 5, 20, tzinfo=UTC)
AURELIA, BOREALIS, CYRENE = NationId(1), NationId(2), NationId(3)
NAMES: Final = {AURELIA: "Aurelia", BOREALIS: "Borealis", CYRENE: "Cyrene"}
BATTLE: Final = Battle(
    war=7,
    round_number=1,
    secret=bytes(range(32)),
    nonces=Nonces("the *third* star", None),
    rules=RULES[0],
    aggressor=Side(
        nation=AURELIA,
        units={UnitType.INFANTRY: Units(90, 1), UnitType.ARMOR: Units(12)},
        stance=Stance.AGGRESSIVE,
        supporters=(Supporter(CYRENE, {UnitType.INFANTRY: Units(100)}, 2),),
    ),
    defender=Side(
        nation=BOREALIS,
        units={UnitType.INFANTRY: Units(60), UnitType.AIRCRAFT: Units(2)},
        stance=Stance.DEFENSIVE,
        is_fortified=True,
    ),
    stakes=Stakes(resources=5_000, territory=100),
)


def view_of(
    battle: Battle, viewer: NationId = AURELIA, names: Mapping[NationId, str] = NAMES
) -> BattleView:
    """Return a battle as a nation looks at it."""
    winner = battle.result().winner
    sides = {Role.AGGRESSOR: battle.aggressor, Role.DEFENDER: battle.defender}
    changes = {side.nation: 5 if role is winner else -5 for role, side in sides.items()}
    record = write_record(record_of(battle))
    fought = FoughtBattle(
        WarId(battle.war), FOUGHT_AT, battle.commitment, dict(names), changes, record
    )
    return BattleView(fought, viewer)


def random_view(random: Random) -> BattleView:
    """Return any battle, seen by any of its nations, with the longest names."""
    battle = random_battle(random, random.choice((1, 2**31 - 1)))
    sides = (battle.aggressor, battle.defender)
    nations = [*(side.nation for side in sides)]
    nations += [supporter.nation for side in sides for supporter in side.supporters]
    names = {nation: f"{nation}".rjust(32, "W") for nation in nations if random.random() < 0.9}
    return view_of(battle, random.choice(nations), names)


def forged(view: BattleView) -> BattleView:
    """Return a battle whose record gives the victory to the other side."""
    winner = view.battle.record.partition('"winner":"')[2].partition('"')[0]
    other = "defender" if winner == "aggressor" else "aggressor"
    record = view.battle.record.replace(f'"winner":"{winner}"', f'"winner":"{other}"')
    return replace(view, battle=replace(view.battle, record=record, commitment="0" * 64))
