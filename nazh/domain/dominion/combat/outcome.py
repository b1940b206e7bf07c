"""Applies the result of a battle to the nations that fought it (COM-07, COM-09, WAR-13)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from nazh.domain.dominion.basis_points import share
from nazh.domain.dominion.combat.battle import BattleResult, Losses, SideResult
from nazh.domain.dominion.combat.battle_rules import BattleRules, battle_rules
from nazh.domain.dominion.combat.sides import Role, Side, committed_strength
from nazh.domain.dominion.combat.spoils import Spoils
from nazh.domain.dominion.nations.ledger import Reason
from nazh.domain.dominion.nations.nation import Act, Nation, NationId, receive, spend
from nazh.domain.dominion.nations.units import Units
from nazh.domain.dominion.rules.economy import ResourceRules
from nazh.domain.dominion.rules.rulesets import Ruleset

Nations = Mapping[NationId, Nation]


def apply_battle_outcome(
    nations: Nations,
    sides: Mapping[Role, Side],
    result: BattleResult,
    spoils: Spoils,
    act: Act,
    rules: Ruleset,
) -> dict[NationId, Nation]:
    """Return all nations of both sides after the battle.

    Both main nations lose their fortification, and all nations lose units. Plunder that a nation
    cannot store is lost.
    """
    after, battle = dict(nations), battle_rules(rules)
    for role, fared in ((Role.AGGRESSOR, result.aggressor), (Role.DEFENDER, result.defender)):
        _take_losses(after, sides[role], fared)
    winner = sides[result.winner]
    loser = next(side for role, side in sides.items() if role is not result.winner).nation
    lost = spend(after[loser], spoils.resources_lost, Reason.WAR_LOSS, act)
    after[loser] = replace(lost, territory=lost.territory - spoils.territory_lost)
    return hand_out_gains(after, winner, spoils, act, battle, rules.resources)


def hand_out_gains(
    nations: Nations,
    winner: Side,
    spoils: Spoils,
    act: Act,
    battle: BattleRules,
    resources: ResourceRules,
) -> dict[NationId, Nation]:
    """Return the nations after the winner's side has received its gains (WAR-13)."""
    after = dict(nations)
    plunder = share_gains(winner, spoils.plunder, battle)
    captured = share_gains(winner, spoils.captured, battle)
    for nation, amount in plunder.items():
        gaining = receive(after[nation], amount, Reason.WAR_GAIN, act, resources)
        after[nation] = replace(gaining, territory=gaining.territory + captured[nation])
    return after


def share_gains(winner: Side, amount: int, rules: BattleRules) -> dict[NationId, int]:
    """Return the share of each nation on the winner's side; the remainder goes to the main nation.

    Supporters divide their part in proportion to the strength that they committed, rounded down.
    """
    committed = {
        supporter.nation: committed_strength(supporter, rules) for supporter in winner.supporters
    }
    whole = sum(committed.values())
    if whole == 0:
        return {**dict.fromkeys(committed, 0), winner.nation: amount}
    pool = share(amount, rules.combat.supporters_gains)
    parts = {nation: pool * strength // whole for nation, strength in committed.items()}
    return {**parts, winner.nation: amount - sum(parts.values())}


def _take_losses(nations: dict[NationId, Nation], side: Side, fared: SideResult) -> None:
    main = _without(nations[side.nation], fared.losses)
    nations[side.nation] = replace(main, is_fortified=False)
    for supporter, losses in zip(side.supporters, fared.supporters, strict=True):
        nations[supporter.nation] = _without(nations[supporter.nation], losses)


def _without(nation: Nation, losses: Losses) -> Nation:
    military = nation.military
    for unit, lost in losses.items():
        units = military.of(unit)
        military = military.with_units(unit, Units(units.quantity - lost, units.level))
    return replace(nation, military=military)
