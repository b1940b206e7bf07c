"""Writes the report of a battle and describes its picture. The result comes first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from nazh.adapters.inbound.texts.dominion.strength_table import final_strengths, strength_table
from nazh.adapters.inbound.texts.dominion.timestamps import relative
from nazh.adapters.inbound.texts.dominion.units import UNIT_NAMES
from nazh.adapters.inbound.texts.languages import Translator
from nazh.adapters.inbound.texts.refusals import escape_text
from nazh.application.dominion.battles.show_battle import BattleView
from nazh.application.dominion.ports import BattleEntry
from nazh.application.shared.charts import BarList, ListedBar
from nazh.domain.dominion.basis_points import WHOLE, share
from nazh.domain.dominion.combat.battle import BattleResult, Losses, SideResult
from nazh.domain.dominion.combat.checking import read_battle
from nazh.domain.dominion.combat.record import Battle
from nazh.domain.dominion.combat.sides import Role, Side
from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.dominion.nations.units import Units, UnitType
from nazh.domain.dominion.wars.war import opposite
from nazh.domain.kernel.graphemes import cut
from nazh.domain.kernel.texts import N_

PICTURE: Final = N_("War {war}: Picture")
VERIFY: Final = N_("War {war}: Verify")
_VICTORY: Final = N_("Victory over {enemy}")
_DEFEAT: Final = N_("Defeat by {enemy}")
_SUPPORTED: Final = N_("{winner} defeats {loser}")
_WAR: Final = N_("War {war}: **{aggressor}** attacked **{defender}** {when}.")
_STRENGTH: Final = N_("Strength")
_CASUALTIES: Final = N_("Casualties")
_SPOILS: Final = N_("Spoils")
_REPUTATION: Final = N_("Reputation")
_CHANCE: Final = N_("Chance")
_LOST_UNITS: Final = N_("**{name}**: {units}")
_SUPPORTER_LOST: Final = N_("{name}, supporter: {units}")
_MORE_SUPPORTERS: Final = N_("and further supporters")
_UNITS: Final = N_("{unit} −{lost} of {quantity}")
_NO_UNITS: Final = N_("no units")
_GAINS: Final = N_("**{winner}** gets **{resources}** resources and **{land}** land.")
_GAINS_SHARED: Final = N_(
    "**{winner}** and its supporters get **{resources}** resources and **{land}** land."
)
_OVERFLOW: Final = N_("**{resources}** more resources did not fit into the storage.")
_LOSSES: Final = N_("**{loser}** loses **{resources}** resources and **{land}** land.")
_REPUTATION_OF: Final = N_("{name} {change}")
_COMMITMENT: Final = N_("Commitment, published when the war was accepted: `{commitment}`")
_SECRET: Final = N_("Secret: `{secret}`")
_NONCE: Final = N_("Nonce of {name}: “{nonce}”")
_NO_NONCE: Final = N_("Nonce of {name}: none")
_HOW_TO_CHECK: Final = N_("Check it with `/war verify battle:{war}`.")
_FORMER: Final = N_("a former nation")
_CHART_TITLE: Final = N_("War {war}: strength")
_CHART_UNITS: Final = N_("{name}: units")
_CHART_FINAL: Final = N_("{name}: final")
_CHART_WINS: Final = N_("{final} wins")
_CHART_WORDS: Final = N_(
    "{aggressor} attacked with a strength of {attack}, and fought with {attacked}. "
    "{defender} defended with {defence}, and fought with {defended}. {winner} won."
)
_WON: Final = N_("War {war}: victory over {enemy}")
_LOST: Final = N_("War {war}: defeat by {enemy}")
_FIELD_CHARACTERS: Final = 1_024
_SHORT_NAME: Final = 16
_SHOWN_SUPPORTERS: Final = 6
_FINAL: Final = WHOLE**2
"""The factor of final strengths."""
_LENGTH: Final = 100
"""The length of a bar for a strength of 1."""


class Field(NamedTuple):
    """A part of the report under a heading."""

    name: str
    text: str


class Report(NamedTuple):
    """The report of a battle. ``is_won`` is ``None`` for supporters of a side."""

    title: str
    text: str
    fields: tuple[Field, ...]
    is_won: bool | None


def battle_report(view: BattleView, translator: Translator) -> Report:
    """Return the report of a battle as a nation sees it."""
    writer = _BattleWriter(view, translator)
    title, is_won = writer.title()
    fields = (
        Field(_STRENGTH, strength_table(writer.result, translator)),
        Field(_CASUALTIES, "\n".join(writer.casualties())),
        Field(_SPOILS, writer.spoils()),
        Field(_REPUTATION, writer.reputation()),
        Field(_CHANCE, "\n".join(writer.chance())),
    )
    return Report(
        title,
        writer.summary(),
        tuple(
            Field(translator(field.name), cut(field.text, _FIELD_CHARACTERS)) for field in fields
        ),
        is_won,
    )


def battle_chart(view: BattleView, translator: Translator) -> BarList:
    """Return the picture of a battle: the strength of both sides without and with all modifiers."""
    writer = _BattleWriter(view, translator)
    sides = {Role.AGGRESSOR: writer.result.aggressor, Role.DEFENDER: writer.result.defender}
    aggressor, defender = sides.values()
    finals = final_strengths(aggressor.final, defender.final)
    bars: list[ListedBar] = []
    for (role, fared), final in zip(sides.items(), finals, strict=True):
        name = cut(writer.plain_name(writer.nations[role]), _SHORT_NAME)
        units = translator(_CHART_UNITS, name=name)
        bars.append(ListedBar(units, fared.base * _LENGTH, f"{fared.base:,}"))
        label, is_winner = translator(_CHART_FINAL, name=name), role is writer.result.winner
        length = fared.final * _LENGTH // _FINAL
        text = translator(_CHART_WINS, final=final) if is_winner else final
        bars.append(ListedBar(label, length, text, marked=is_winner))
    words = translator(
        _CHART_WORDS,
        aggressor=writer.plain_name(writer.nations[Role.AGGRESSOR]),
        attack=aggressor.base,
        attacked=aggressor.final // _FINAL,
        defender=writer.plain_name(writer.nations[Role.DEFENDER]),
        defence=defender.base,
        defended=defender.final // _FINAL,
        winner=writer.plain_name(writer.nations[writer.result.winner]),
    )
    title = translator(_CHART_TITLE, war=str(view.battle.war))
    return BarList(title=title, bars=tuple(bars), alt_text=words)


def entry_label(entry: BattleEntry, translator: Translator) -> str:
    """Return the name of a battle in a list of suggestions."""
    enemy = entry.enemy or translator(_FORMER)
    return translator(_WON if entry.is_won else _LOST, war=str(entry.war), enemy=enemy)


class _BattleWriter:
    """Puts a battle into words."""

    def __init__(self, view: BattleView, translator: Translator) -> None:
        self._fought, self._viewer, self._translate = view.battle, view.viewer, translator
        battle: Battle
        battle, _ = read_battle(view.battle.record)
        self._battle = battle
        self.result: BattleResult = battle.result()
        self._sides: Mapping[Role, Side] = {
            Role.AGGRESSOR: battle.aggressor,
            Role.DEFENDER: battle.defender,
        }
        self.nations = {role: side.nation for role, side in self._sides.items()}

    def plain_name(self, nation: NationId) -> str:
        return self._fought.names.get(nation) or self._translate(_FORMER)

    def _name(self, nation: NationId) -> str:
        return escape_text(self.plain_name(nation))

    def title(self) -> tuple[str, bool | None]:
        """Return the result, and whether the viewing nation has won."""
        winner = self.nations[self.result.winner]
        loser = self.nations[opposite(self.result.winner)]
        if self._viewer == winner:
            return self._translate(_VICTORY, enemy=self._name(loser)), True
        if self._viewer == loser:
            return self._translate(_DEFEAT, enemy=self._name(winner)), False
        names = {"winner": self._name(winner), "loser": self._name(loser)}
        return self._translate(_SUPPORTED, **names), None

    def summary(self) -> str:
        return self._translate(
            _WAR,
            war=str(self._fought.war),
            aggressor=self._name(self.nations[Role.AGGRESSOR]),
            defender=self._name(self.nations[Role.DEFENDER]),
            when=relative(self._fought.fought_at),
        )

    def casualties(self) -> Iterator[str]:
        combat = self._battle.rules.combat
        for role, fared in self._fared():
            side = self._sides[role]
            units = self._losses(fared.losses, _quantities(side.units))
            yield self._translate(_LOST_UNITS, name=self._name(side.nation), units=units)
            shown = side.supporters[:_SHOWN_SUPPORTERS]
            for supporter, losses in zip(shown, fared.supporters, strict=False):
                committed = _quantities(supporter.units, supporter.part(combat))
                units = self._losses(losses, committed)
                name = self._name(supporter.nation)
                yield self._translate(_SUPPORTER_LOST, name=name, units=units)
            if len(side.supporters) > len(shown):
                yield self._translate(_MORE_SUPPORTERS)

    def spoils(self) -> str:
        spoils = self._battle.spoils()
        winner, loser = self.result.winner, opposite(self.result.winner)
        lost = self._overflow(spoils.plunder)
        gains = self._translate(
            _GAINS_SHARED if self._sides[winner].supporters else _GAINS,
            winner=self._name(self.nations[winner]),
            resources=spoils.plunder - lost,
            land=spoils.captured,
        )
        if lost:
            gains = f"{gains} {self._translate(_OVERFLOW, resources=lost)}"
        losses = self._translate(
            _LOSSES,
            loser=self._name(self.nations[loser]),
            resources=spoils.resources_lost,
            land=spoils.territory_lost,
        )
        return f"{gains}\n{losses}"

    def _overflow(self, plunder: int) -> int:
        """Return the plunder that was lost because the storage was full, as far as it is known."""
        gains, side = self._fought.gains, self._sides[self.result.winner]
        nations = [side.nation, *(supporter.nation for supporter in side.supporters)]
        if gains is None or any(nation not in self._fought.names for nation in nations):
            return 0
        return max(0, plunder - sum(gains.get(nation, 0) for nation in nations))

    def reputation(self) -> str:
        changes = self._fought.reputations
        return " · ".join(
            self._translate(
                _REPUTATION_OF, name=self._name(nation), change=_signed(changes.get(nation, 0))
            )
            for nation in self.nations.values()
        )

    def chance(self) -> Iterator[str]:
        battle = self._battle
        yield self._translate(_COMMITMENT, commitment=self._fought.commitment)
        yield self._translate(_SECRET, secret=battle.secret.hex())
        for role, nonce in zip(Role, battle.nonces, strict=True):
            name = self._name(self.nations[role])
            if nonce is None:
                yield self._translate(_NO_NONCE, name=name)
            else:
                shown = escape_text(" ".join(nonce.split()))
                yield self._translate(_NONCE, name=name, nonce=shown)
        yield self._translate(_HOW_TO_CHECK, war=str(self._fought.war))

    def _fared(self) -> tuple[tuple[Role, SideResult], ...]:
        result = self.result
        return ((Role.AGGRESSOR, result.aggressor), (Role.DEFENDER, result.defender))

    def _losses(self, losses: Losses, quantities: Mapping[UnitType, int]) -> str:
        """Return what was lost of each type that fought."""
        parts = [
            self._translate(
                _UNITS,
                unit=self._translate(UNIT_NAMES[unit]),
                lost=losses[unit],
                quantity=quantities[unit],
            )
            for unit in UnitType
            if quantities.get(unit)
        ]
        return ", ".join(parts) or self._translate(_NO_UNITS)


def _quantities(units: Mapping[UnitType, Units], part: int = WHOLE) -> dict[UnitType, int]:
    return {unit: share(of.quantity, part) for unit, of in units.items()}


def _signed(amount: int) -> str:
    return f"**{'−' if amount < 0 else '+'}{abs(amount)}**"
