"""Writes the possible results of a simulated battle, the chances first."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from nazh.adapters.inbound.texts.dominion.wars.declarations import odds_text, signed
from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.dominion.operations.simulate_battle import DrawnLosses, Simulation
from nazh.domain.dominion.combat.sides import Role
from nazh.domain.dominion.wars.predicting import Odds
from nazh.domain.dominion.wars.war import opposite
from nazh.domain.kernel.texts import N_, N_plural

_CHANCE: Final = N_(
    "## {aggressor} wins with {chance}\nif it attacks {defender} now, with strength **{own}** "
    "against **{other}** before terrain and chance."
)
_FORTIFIED: Final = N_("{defender} is fortified.")
_VICTORY: Final = N_("**{winner} wins: {chance}**")
_CHANGES: Final = N_("- {nation}: units {units}, land {land}, resources {resources}")
_DRAWN: Final = N_("{average} on average ({least} to {most})")
_NOT_DRAWN: Final = N_("unknown (it won no drawn battle)")
_ABOUT: Final = N_plural(
    "-# Both are in the balanced stance, without supporters. A winner gets only what its storage "
    "can hold. Its losses of units come from {count} drawn battle; everything else is exact.",
    "-# Both are in the balanced stance, without supporters. A winner gets only what its storage "
    "can hold. Its losses of units come from {count} drawn battles; everything else is exact.",
)


def simulation_text(simulation: Simulation, translator: Translator) -> str:
    """Return each side's chance of winning, and what each victory costs and brings."""
    names, strengths = simulation.names, simulation.strengths
    attacking = simulation.victories.get(Role.AGGRESSOR)
    lines = [
        translator(
            _CHANCE,
            aggressor=names[Role.AGGRESSOR],
            defender=names[Role.DEFENDER],
            chance=_percent(Fraction(0) if attacking is None else attacking.chance, translator),
            own=strengths[Role.AGGRESSOR],
            other=strengths[Role.DEFENDER],
        )
    ]
    if simulation.is_fortified:
        lines.append(translator(_FORTIFIED, defender=names[Role.DEFENDER]))
    for winner in simulation.victories:
        lines += _victory_lines(simulation, winner, translator)
    return "\n".join((*lines, translator.counted(_ABOUT, simulation.battles)))


def _victory_lines(simulation: Simulation, winner: Role, translator: Translator) -> Iterator[str]:
    names, victory = simulation.names, simulation.victories[winner]
    spoils = victory.spoils
    yield translator(_VICTORY, winner=names[winner], chance=_percent(victory.chance, translator))
    yield translator(
        _CHANGES,
        nation=names[winner],
        units=_drawn_text(victory.winner_units, translator),
        land=signed(spoils.captured, translator),
        resources=signed(spoils.plunder, translator),
    )
    yield translator(
        _CHANGES,
        nation=names[opposite(winner)],
        units=signed(-victory.loser_units, translator),
        land=signed(-spoils.territory_lost, translator),
        resources=signed(-spoils.resources_lost, translator),
    )


def _drawn_text(drawn: DrawnLosses | None, translator: Translator) -> str:
    if drawn is None:
        return translator(_NOT_DRAWN)
    return translator(
        _DRAWN,
        average=signed(-drawn.average, translator),
        least=signed(-drawn.least, translator),
        most=signed(-drawn.most, translator),
    )


def _percent(chance: Fraction, translator: Translator) -> str:
    return odds_text(Odds(chance, chance), translator)
