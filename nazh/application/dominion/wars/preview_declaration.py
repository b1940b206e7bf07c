"""Previews the costs and possible gains of a declaration of war (WAR-04)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from nazh.application.dominion.ports import (
    NationDirectory,
    Requester,
    World,
    WorldTransaction,
)
from nazh.application.dominion.wars.declare_war import DeclarationRequest, read_declaration
from nazh.domain.dominion.basis_points import WHOLE
from nazh.domain.dominion.combat.battle_rules import battle_rules
from nazh.domain.dominion.combat.sides import Role, unsupported_side
from nazh.domain.dominion.combat.spoils import Spoils, calculate_spoils
from nazh.domain.dominion.diplomacy.treaties import TreatyKind
from nazh.domain.dominion.errors.general import UnknownNation
from nazh.domain.dominion.nations.reputation import ReputationReason, reputation_amount
from nazh.domain.dominion.rules.rulesets import Ruleset
from nazh.domain.dominion.wars.concluding import stakes_of
from nazh.domain.dominion.wars.declaring import Declaration, declare_war, is_honourable
from nazh.domain.dominion.wars.predicting import Odds, predict_battle, strengths_rounded_to
from nazh.domain.dominion.wars.war import CasusBelli, WarId

_UNNUMBERED = WarId(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclarationPreview:
    """The consequences of a declaration. ``odds`` are the aggressor's, as of now.

    ``strength`` is exact, and ``enemy_strength`` is the public one. ``reputation`` is the immediate
    change; ``truce_until`` is the end of the truce that the declaration breaks, if any, and
    ``pacts`` are the pacts that it violates. ``losses`` are the losses after a defeat, ``captured``
    is the land gained by a victory, and ``plunder`` the share gained of the enemy's stock above the
    vault, in basis points.
    """

    defender: str
    reason: CasusBelli
    strength: int
    enemy_strength: int
    odds: Odds
    reputation: int
    truce_until: datetime | None
    pacts: tuple[TreatyKind, ...]
    ends_protection: bool
    again_at: datetime
    respond_by: datetime
    battle_at: datetime
    losses: Spoils
    captured: int
    plunder: int
    reputation_if_won: int
    reputation_if_lost: int
    rules: Ruleset

    @property
    def breaks_treaties(self) -> bool:
        """Whether it breaks a truce or a pact, which the user has to confirm."""
        return self.truce_until is not None or bool(self.pacts)


@dataclass(frozen=True, slots=True)
class PreviewDeclaration:
    """Returns what a declaration of war would do, without declaring it."""

    world: World
    directory: NationDirectory

    async def __call__(
        self, requester: Requester, request: DeclarationRequest
    ) -> DeclarationPreview:
        """Return the preview, which names a truce instead of refusing to break it.

        Raises NoNation, OnlyDelegates, OnVacation, VacationPlanned, UnknownNation, NationAway, and
        what ``check_declaration`` does otherwise.
        """
        enemy = await self.directory.named(request.nation)
        confirmed = replace(request, is_confirmed=True)

        def work(world: WorldTransaction) -> DeclarationPreview:
            declaration = read_declaration(world, requester, confirmed)
            if enemy is None:
                raise UnknownNation
            declared = declare_war(_UNNUMBERED, declaration, world.season)
            own, rules = declaration.aggressor, world.season.rules
            truce = None if declared.broken is None else declared.broken.truce
            gains = _gains(declaration, rules)
            return DeclarationPreview(
                defender=declaration.defender.name,
                reason=declaration.reason,
                strength=own.military.strength(rules.military),
                enemy_strength=enemy.strength,
                odds=predict_battle(
                    unsupported_side(own),
                    Role.AGGRESSOR,
                    strengths_rounded_to(enemy.strength),
                    battle_rules(rules),
                ),
                reputation=declared.aggressor.reputation - own.reputation,
                truce_until=None if truce is None else truce.until,
                pacts=tuple(pact.kind for pact in declared.violated),
                ends_protection=requester.at < own.protected_until,
                again_at=requester.at + rules.war.cooldown,
                respond_by=declared.war.respond_by,
                battle_at=declared.war.battle_at,
                losses=_losses(declaration, rules),
                captured=gains.captured,
                plunder=gains.plunder,
                reputation_if_won=reputation_amount(_victory(declaration, rules), rules.reputation),
                reputation_if_lost=reputation_amount(ReputationReason.WAR_LOST, rules.reputation),
                rules=rules,
            )

        return await self.world.look(requester, work)


def _losses(declaration: Declaration, rules: Ruleset) -> Spoils:
    loser, winner = declaration.aggressor, declaration.defender
    stakes = stakes_of(loser, winner, declaration.wars, declaration.at, rules)
    return calculate_spoils(stakes, rules.combat)


def _gains(declaration: Declaration, rules: Ruleset) -> Spoils:
    """Return the gains from a victory if the enemy's hidden stock is 10,000 above its vault."""
    loser, winner = declaration.defender, declaration.aggressor
    stakes = stakes_of(loser, winner, declaration.wars, declaration.at, rules)
    exposed = rules.combat.vault + WHOLE
    return calculate_spoils(replace(stakes, resources=exposed), rules.combat)


def _victory(declaration: Declaration, rules: Ruleset) -> ReputationReason:
    if is_honourable(declaration, rules):
        return ReputationReason.WAR_WON_HONOURABLY
    return ReputationReason.WAR_WON
