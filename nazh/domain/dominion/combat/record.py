"""Writes the record of a battle, and recalculates a recorded battle.

docs/battles.md specifies the format. A record contains all inputs of the battle and its result. A
submitted record is not trusted: only its inputs are used, and it is correct if the record of these
inputs is the same text.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from hashlib import sha256

from nazh.domain.dominion.combat.battle import BattleResult, SideResult, calculate_battle
from nazh.domain.dominion.combat.battle_rules import BattleRules
from nazh.domain.dominion.combat.draws import LABEL, Nonces, commitment_of, draw
from nazh.domain.dominion.combat.sides import Modifiers, Side, Supporter
from nazh.domain.dominion.combat.spoils import Spoils, Stakes, calculate_spoils
from nazh.domain.dominion.nations.units import Units, UnitType
from nazh.domain.dominion.rules.combat import CombatRules

Record = dict[str, object]
"""A record as a JSON object."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Battle:
    """All inputs of a battle. ``stakes`` are those of its loser.

    ``war`` is below 2^63, and ``round_number`` counts the battles of the war from 1. The secret is
    32 bytes.
    """

    war: int
    round_number: int
    secret: bytes
    nonces: Nonces
    rules: BattleRules
    aggressor: Side
    defender: Side
    stakes: Stakes

    def __repr__(self) -> str:
        return f"Battle(war={self.war}, round_number={self.round_number})"

    @property
    def commitment(self) -> str:
        """The commitment that was published before the battle, as 64 hex digits."""
        return commitment_of(self.secret, self.war)

    def result(self) -> BattleResult:
        """Return the result of the battle."""
        variance = self.rules.combat.variance
        chance = draw(self.secret, self.war, self.round_number, self.nonces, variance)
        return calculate_battle(self.aggressor, self.defender, chance, self.rules)

    def spoils(self) -> Spoils:
        """Return what the loser loses."""
        return calculate_spoils(self.stakes, self.rules.combat)


def record_of(battle: Battle) -> Record:
    """Return the record of a battle."""
    record: Record = {
        "format": LABEL,
        "war": battle.war,
        "round": battle.round_number,
        "commitment": battle.commitment,
        "secret": battle.secret.hex(),
        "rules": {
            **_values(battle.rules.combat),
            "strengths": _by_name(battle.rules.strengths),
            "upgrade_bonus": battle.rules.upgrade_bonus,
        },
        "aggressor": _side(battle.aggressor, battle.nonces.aggressor),
        "defender": _side(battle.defender, battle.nonces.defender),
        "stakes": _values(battle.stakes),
        "result": _result(battle.result()),
        "spoils": _values(battle.spoils()),
    }
    return {**record, "digest": sha256(write_record(record).encode()).hexdigest()}


def write_record(record: Mapping[str, object]) -> str:
    """Return the record as one line of ASCII, without a newline; its keys are sorted."""
    return json.dumps(record, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _values(of: CombatRules | Stakes | Spoils | SideResult | Modifiers) -> Record:
    """Return the fields by name. Three times as fast as ``asdict``, which copies each value."""
    return {field.name: getattr(of, field.name) for field in fields(of)}


def _side(side: Side, nonce: str | None) -> Record:
    return {
        "nation": side.nation,
        "units": _units(side.units),
        "stance": side.stance.value,
        "is_fortified": side.is_fortified,
        "nonce": nonce,
        "supporters": [_supporter(supporter) for supporter in side.supporters],
    }


def _supporter(supporter: Supporter) -> Record:
    """Return the record of a supporter; only supporters that are not allies have ``commits``."""
    record: Record = {
        "nation": supporter.nation,
        "units": _units(supporter.units),
        "bloc": supporter.bloc,
    }
    return record if supporter.commits is None else {**record, "commits": supporter.commits}


def _units(units: Mapping[UnitType, Units]) -> Record:
    return {unit.value: [of.quantity, of.level] for unit, of in units.items()}


def _result(result: BattleResult) -> Record:
    return {
        "winner": result.winner.value,
        "aggressor": _side_result(result.aggressor),
        "defender": _side_result(result.defender),
    }


def _side_result(fared: SideResult) -> Record:
    return {
        **_values(fared),
        "modifiers": _values(fared.modifiers),
        "losses": _by_name(fared.losses),
        "supporters": [_by_name(losses) for losses in fared.supporters],
    }


def _by_name(amounts: Mapping[UnitType, int]) -> Record:
    return {unit.value: amount for unit, amount in amounts.items()}
