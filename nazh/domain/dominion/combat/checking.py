"""Checks the record of a battle by recalculating it from its inputs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Final, TypeVar, get_args, get_type_hints

from nazh.domain.dominion.basis_points import WHOLE
from nazh.domain.dominion.combat.battle_rules import BattleRules
from nazh.domain.dominion.combat.draws import LABEL, MAX_NONCE, Nonces
from nazh.domain.dominion.combat.record import Battle, record_of, write_record
from nazh.domain.dominion.combat.sides import Side, Stance, Supporter
from nazh.domain.dominion.combat.spoils import Stakes
from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.dominion.nations.units import Units, UnitType
from nazh.domain.dominion.rules.combat import CombatRules
from nazh.domain.dominion.rules.rule import Rule
from nazh.domain.kernel.fair.commitments import SECRET_BYTES

LONGEST_RECORD: Final = 262_144
"""The most characters in a record, far above what a battle needs."""
_HIGHEST: Final = 2**63 - 1
_MAX_SUPPORTERS: Final = 100
_MAX_EVENTS: Final = 1_000
_MAX_LEVELS: Final = 1_000
_SECRET: Final = re.compile(f"[0-9a-f]{{{2 * SECRET_BYTES}}}")
_Value = TypeVar("_Value", str, bool, list[object], dict[str, object])


class UnreadableRecord(ValueError):
    """A text that is not the record of a battle. ``path`` names the invalid value, or is empty."""

    def __init__(self, path: str = "") -> None:
        super().__init__(path)
        self.path = path


def read_battle(text: str) -> tuple[Battle, Mapping[str, object]]:
    """Return the battle that a record describes, and the whole record. Raises UnreadableRecord."""
    if len(text) > LONGEST_RECORD:
        raise UnreadableRecord
    try:
        value: object = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableRecord from error
    record = _Reader(value)
    if record.of("format", str) != LABEL:
        raise UnreadableRecord("format")
    aggressor, defender = record.at("aggressor"), record.at("defender")
    battle = Battle(
        war=record.number("war", 1),
        round_number=record.number("round", 1),
        secret=_secret(record.of("secret", str)),
        nonces=Nonces(_nonce(aggressor), _nonce(defender)),
        rules=_rules(record.at("rules")),
        aggressor=_side(aggressor),
        defender=_side(defender),
        stakes=_stakes(record.at("stakes")),
    )
    fighting = {
        unit
        for side in (battle.aggressor, battle.defender)
        for units in (side.units, *(supporter.units for supporter in side.supporters))
        for unit in units
    }
    if not fighting <= battle.rules.strengths.keys():
        raise UnreadableRecord("rules.strengths")
    return battle, record.values


def differences(record: Mapping[str, object], battle: Battle) -> tuple[str, ...]:
    """Return the sorted paths of the values in a record that differ from the calculated ones."""
    return tuple(sorted(_differences(record, record_of(battle), "")))


def is_canonical(text: str, battle: Battle) -> bool:
    """Return whether a text is exactly the record of a battle."""
    return text == write_record(record_of(battle))


def _differences(recorded: object, right: object, path: str) -> Iterator[str]:
    if isinstance(recorded, dict) and isinstance(right, dict):
        for key in recorded.keys() | right.keys():
            inner = f"{path}.{key}" if path else str(key)
            if key in recorded and key in right:
                yield from _differences(recorded[key], right[key], inner)
            else:
                yield inner
    elif recorded != right or type(recorded) is not type(right):
        yield path


class _Reader:
    """Reads values of a JSON object that may be missing or have the wrong type."""

    def __init__(self, value: object, path: str = "") -> None:
        if not isinstance(value, dict):
            raise UnreadableRecord(path)
        self.values: dict[str, object] = value
        self._path = path

    def path(self, key: str) -> str:
        return f"{self._path}.{key}" if self._path else key

    def of(self, key: str, kind: type[_Value]) -> _Value:
        value = self.values.get(key)
        if not isinstance(value, kind):
            raise UnreadableRecord(self.path(key))
        return value

    def at(self, key: str) -> _Reader:
        return _Reader(self.values.get(key), self.path(key))

    def number(self, key: str, least: int = 0, most: int = _HIGHEST) -> int:
        return _number(self.values.get(key), self.path(key), least, most)


def _number(value: object, path: str, least: int = 0, most: int = _HIGHEST) -> int:
    if type(value) is not int or not least <= value <= most:  # the exact type: a bool is an int
        raise UnreadableRecord(path)
    return value


def _secret(digits: str) -> bytes:
    if not _SECRET.fullmatch(digits):
        raise UnreadableRecord("secret")
    return bytes.fromhex(digits)


def _nonce(side: _Reader) -> str | None:
    if "nonce" in side.values and side.values["nonce"] is None:
        return None
    nonce = side.of("nonce", str)
    if len(nonce) > MAX_NONCE:
        raise UnreadableRecord(side.path("nonce"))
    return nonce


def _rules(rules: _Reader) -> BattleRules:
    values = {
        name: _limited(rules, name, hint)
        for name, hint in get_type_hints(CombatRules, include_extras=True).items()
    }
    strengths = rules.at("strengths")
    return BattleRules(
        combat=CombatRules(**values),
        strengths={
            _unit_type(name, strengths): strengths.number(name) for name in strengths.values
        },
        upgrade_bonus=rules.number("upgrade_bonus"),
    )


def _limited(rules: _Reader, name: str, hint: object) -> int:
    rule: Rule
    _, rule = get_args(hint)
    assert isinstance(rule.least, int)
    assert isinstance(rule.most, int)
    return rules.number(name, rule.least, rule.most)


def _unit_type(name: str, reader: _Reader) -> UnitType:
    try:
        return UnitType(name)
    except ValueError as error:
        raise UnreadableRecord(reader.path(name)) from error


def _side(side: _Reader) -> Side:
    supporters = side.of("supporters", list)
    if len(supporters) > _MAX_SUPPORTERS:
        raise UnreadableRecord(side.path("supporters"))
    stance = side.of("stance", str)
    if stance not in {known_stance.value for known_stance in Stance}:
        raise UnreadableRecord(side.path("stance"))
    return Side(
        nation=NationId(side.number("nation", 1)),
        units=_units(side.at("units")),
        stance=Stance(stance),
        is_fortified=side.of("is_fortified", bool),
        supporters=tuple(
            _supporter(_Reader(supporter, f"{side.path('supporters')}.{place}"))
            for place, supporter in enumerate(supporters)
        ),
    )


def _supporter(supporter: _Reader) -> Supporter:
    has_part = "commits" in supporter.values
    return Supporter(
        nation=NationId(supporter.number("nation", 1)),
        units=_units(supporter.at("units")),
        bloc=supporter.number("bloc", 1),
        commits=supporter.number("commits", most=WHOLE) if has_part else None,
    )


def _units(units: _Reader) -> dict[UnitType, Units]:
    read = {}
    for name, value in units.values.items():
        path = units.path(name)
        match value:
            case [quantity, level]:
                read[_unit_type(name, units)] = Units(
                    _number(quantity, path), _number(level, path, most=_MAX_LEVELS)
                )
            case _:
                raise UnreadableRecord(path)
    return read


def _stakes(stakes: _Reader) -> Stakes:
    return Stakes(
        resources=stakes.number("resources"),
        territory=stakes.number("territory"),
        captures=stakes.number("captures", most=_MAX_EVENTS),
        victories=stakes.number("victories", most=_MAX_EVENTS),
        is_inactive=stakes.of("is_inactive", bool),
    )
