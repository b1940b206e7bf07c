"""Creates battles for tests.

``python -m tests.unit.domain.dominion.combat.sample_battles`` writes docs/vectors/battles.json.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Final

from nazh.domain.dominion.combat.battle_rules import battle_rules
from nazh.domain.dominion.combat.draws import MAX_NONCE, Nonces
from nazh.domain.dominion.combat.record import Battle, record_of, write_record
from nazh.domain.dominion.combat.sides import Side, Stance, Supporter
from nazh.domain.dominion.combat.spoils import Stakes
from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.dominion.nations.units import BASIC_UNITS, Units, UnitType
from tests.unit.domain.dominion.dominion_examples import CLASSIC, STANDARD

VECTORS: Final = Path(__file__).parents[5] / "docs/vectors/battles.json"
WORDS: Final = (None, None, "", "Aurelia", "Füße ölen", "骰子 🎲", "x" * MAX_NONCE)
NAVAL_RULES: Final = (battle_rules(CLASSIC), battle_rules(STANDARD))
RULES: Final = tuple(
    replace(rule, strengths={unit: rule.strengths[unit] for unit in BASIC_UNITS})
    for rule in NAVAL_RULES
)
"""Those of battles before there were naval units, whose records never change."""


def random_units(random: Random) -> dict[UnitType, Units]:
    """Return units of some types, seldom none."""
    types = random.sample(BASIC_UNITS, random.choice((0, 1, 2, 3, 3, 3)))
    return {
        unit: Units(random.choice((0, 1, 7, random.randint(0, 900))), random.randint(0, 5))
        for unit in types
    }


def random_battle(random: Random, war: int, commits: int | None = None) -> Battle:
    """Return a battle with every kind of input sooner or later.

    ``commits`` is the part of their units that supporters commit, if they are no allies.
    """
    nations = iter(range(1, 100))

    def side() -> Side:
        return Side(
            nation=NationId(next(nations)),
            units=random_units(random),
            stance=random.choice(list(Stance)),
            is_fortified=random.random() < 0.5,
            supporters=tuple(
                Supporter(
                    NationId(next(nations)), random_units(random), random.randint(1, 9), commits
                )
                for _ in range(random.choice((0, 0, 1, 3)))
            ),
        )

    return Battle(
        war=war,
        round_number=random.choice((1, 1, 2)),
        secret=random.randbytes(32),
        nonces=Nonces(random.choice(WORDS), random.choice(WORDS)),
        rules=random.choice(RULES),
        aggressor=side(),
        defender=side(),
        stakes=Stakes(
            resources=random.choice((0, 999, 1_000, random.randint(0, 100_000))),
            territory=random.choice((0, 29, 31, random.randint(0, 5_000))),
            captures=random.choice((0, 0, 1, 5)),
            victories=random.choice((0, 1, 2)),
            is_inactive=random.random() < 0.2,
        ),
    )


def naval_battle(random: Random, war: int) -> Battle:
    """Return a battle in which both sides may have naval units."""

    def with_ships(side: Side) -> Side:
        ships = Units(random.choice((1, 7, random.randint(0, 900))), random.randint(0, 5))
        return replace(side, units={**side.units, UnitType.NAVAL: ships})

    battle = random_battle(random, war)
    attacks = random.random() < 0.7
    return replace(
        battle,
        rules=random.choice(NAVAL_RULES),
        aggressor=with_ships(battle.aggressor) if attacks else battle.aggressor,
        defender=with_ships(battle.defender),
    )


def sample_records(allied: int = 60, in_defence: int = 6, naval: int = 10) -> list[str]:
    """Return records of battles, always the same.

    Those whose supporters are no allies come after the others, and those with naval units last.
    """
    random = Random(20_260_101)
    parts = [*(None for _ in range(allied)), *(1_000 for _ in range(in_defence))]
    battles = [random_battle(random, war, part) for war, part in enumerate(parts, 1)]
    battles += [naval_battle(random, len(parts) + number) for number in range(1, naval + 1)]
    return [write_record(record_of(battle)) for battle in battles]


if __name__ == "__main__":
    VECTORS.write_text("[\n" + ",\n".join(sample_records()) + "\n]\n", "utf-8")
