"""Describes the state of wars, on pages and in lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from nazh.adapters.inbound.texts.directions import isolated
from nazh.adapters.inbound.texts.dominion.timestamps import relative
from nazh.adapters.inbound.texts.dominion.wars.declarations import REASON_NAMES, odds_text
from nazh.adapters.inbound.texts.dominion.wars.peace import offer_line
from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.dominion.ports import PublicWar, SupportedWar
from nazh.application.dominion.wars.list_wars import WarFilter, WarList
from nazh.application.dominion.wars.look_at_war import WarView
from nazh.domain.dominion.combat.sides import Role
from nazh.domain.dominion.wars.war import CasusBelli, Outcome, TruceState, WarState, opposite
from nazh.domain.kernel.texts import N_, N_plural

WAR: Final = N_("War")
OPEN_WAR: Final = N_("War {war}")
REPLAY: Final = N_("Replay")
STATE_NAMES: Final = MappingProxyType(
    {
        WarState.PROPOSED: N_("not answered yet"),
        WarState.PREPARATION: N_("accepted"),
        WarState.ACTIVE: N_("orders locked"),
        WarState.CONCLUDED: N_("over"),
    }
)
OUTCOME_TEXTS: Final[Mapping[Outcome, str]] = MappingProxyType(
    {
        Outcome.DECLINED: N_("{defender} has declined the war"),
        Outcome.WITHDRAWN: N_("{aggressor} has withdrawn the war"),
        Outcome.VICTORY: N_("{winner} has won the battle"),
        Outcome.CANCELLED: N_("Cancelled"),
        Outcome.PEACE: N_("{aggressor} and {defender} have made peace"),
        Outcome.SURRENDER: N_("{loser} has surrendered to {winner}"),
    }
)
_CHOICE: Final = N_("{war}: {aggressor} against {defender}, {state}")
_HEADINGS: Final = MappingProxyType(
    {
        WarState.PROPOSED: N_("## Answer due {answer}"),
        WarState.PREPARATION: N_("## Battle {battle}"),
        WarState.ACTIVE: N_("## Battle {battle}"),
    }
)
_OVER: Final = N_("## {outcome}")
_SIDES: Final = N_("**War {war}**: {aggressor} attacks {defender}")
_STRENGTHS: Final = N_("Strength about **{aggressor}** against **{defender}**")
_SUPPORTING: Final = N_("Your nation supports {nation}.")
_OWN: Final = N_("Your chance to win is **{chance}**. Your strength is {strength} now.")
_ALONE: Final = N_("-# Their strength is from the last ranking. Their supporters are not known.")
_SUPPORTED: Final = N_plural(
    "-# Their strength is from the last ranking. {count} supporter of yours is counted at its "
    "current strength; theirs are not known.",
    "-# Their strength is from the last ranking. {count} supporters of yours are counted at "
    "their current strength; theirs are not known.",
)
_AWAY: Final = N_plural(
    "-# {count} supporter of yours will be on vacation or without the bot at that time, and "
    "won't fight.",
    "-# {count} supporters of yours will be on vacation or without the bot at that time, and "
    "won't fight.",
)
_STATE: Final = N_("State: {state}")
_LATEST: Final = N_("Battle {battle} at the latest; without an answer, the war is accepted.")
_LOCKS: Final = N_("Orders are locked {locks}.")
_REASON: Final = N_("Declared {when} for {reason}")
_NO_REASON: Final = N_("Declared {when} without a reason")
_COMMITMENT: Final = N_("Commitment to the chance of the battle:\n`{commitment}`")
_ENDED: Final = N_("Ended {when}")
_CAPTURED: Final = N_("+{territory} land for {winner}")
_TRUCES: Final = MappingProxyType(
    {
        TruceState.IN_FORCE: N_("The truce ends {when}."),
        TruceState.HONOURED: N_("The truce was honoured."),
        TruceState.BROKEN: N_("The truce was broken."),
    }
)
_LISTS: Final = MappingProxyType(
    {
        WarFilter.OWN: N_("## Wars of {nation}"),
        WarFilter.WORLD: N_("## All wars"),
        WarFilter.OVER: N_("## Past wars of {nation}"),
    }
)
_NOTHING: Final = MappingProxyType(
    {
        WarFilter.OWN: N_("There is no war. Declare one with `/war declare`."),
        WarFilter.WORLD: N_("There is no war anywhere."),
        WarFilter.OVER: N_("No war has ended this season."),
    }
)
_PAST: Final = N_("This page is past the end.")
_LINES: Final = MappingProxyType(
    {
        WarState.PROPOSED: N_("`{war}` {aggressor} → {defender} · answer due {answer}"),
        WarState.PREPARATION: N_("`{war}` {aggressor} → {defender} · battle {battle}"),
        WarState.ACTIVE: N_("`{war}` {aggressor} → {defender} · battle {battle}, orders locked"),
    }
)
_YOU_SUPPORT: Final = N_("{line} · you support {nation}")
_PAST_LINE: Final = N_("`{war}` {aggressor} → {defender} · {outcome} {when}")


def choice_text(war: PublicWar, translator: Translator) -> str:
    """Return the suggestion for a war while a user types its number."""
    return translator(
        _CHOICE,
        war=str(war.number),
        aggressor=war.aggressor.name,
        defender=war.defender.name,
        state=translator(STATE_NAMES[war.state]),
    )


def war_text(view: WarView, translator: Translator) -> str:
    """Return the page of a war, with the time of the next event or the outcome first."""
    war = view.war
    if war.outcome is None:
        answer, battle = relative(war.respond_by), relative(war.battle_at)
        heading = translator(_HEADINGS[war.state], answer=answer, battle=battle)
    else:
        heading = translator(_OVER, outcome=_outcome(war, war.outcome, translator))
    sides = translator(
        _SIDES,
        war=str(war.number),
        aggressor=war.aggressor.name,
        defender=war.defender.name,
    )
    lines = _open_lines if war.outcome is None else _past_lines
    return "\n".join((heading, sides, *lines(view, translator)))


def list_text(page: WarList, translator: Translator) -> str:
    """Return a page of a list."""
    heading = translator(_LISTS[page.which], nation=page.nation or "")
    lines = [_line(war, translator) for war in page.wars]
    lines += [_supported_line(supported, translator) for supported in page.supported]
    if not lines:
        empty = _NOTHING[page.which] if page.page == 1 else _PAST
        return f"{heading}\n{translator(empty)}"
    return "\n".join((heading, *lines))


def _open_lines(view: WarView, translator: Translator) -> Iterator[str]:
    war, own = view.war, view.own
    yield translator(_STRENGTHS, aggressor=war.aggressor.strength, defender=war.defender.strength)
    if view.supports is not None:
        yield translator(_SUPPORTING, nation=war.side(view.supports).name)
    if own is not None and own.odds is not None:
        chance = odds_text(own.odds, translator)
        yield translator(_OWN, chance=chance, strength=own.strength)
        supported = translator.counted(_SUPPORTED, own.supporters) if own.supporters else None
        yield supported or translator(_ALONE)
        if own.supporters_away:
            yield translator.counted(_AWAY, own.supporters_away)
    if own is not None and own.offer is not None:
        yield offer_line(own.offer, war.side(opposite(own.role)).name, translator)
    yield translator(_STATE, state=translator(STATE_NAMES[war.state]))
    if war.state is WarState.PROPOSED:
        yield translator(_LATEST, battle=relative(war.battle_at))
    if war.state is WarState.PREPARATION:
        yield translator(_LOCKS, locks=relative(view.locks_at))
    yield _declared(war, translator)
    if war.commitment is not None:
        yield translator(_COMMITMENT, commitment=war.commitment)


def _past_lines(view: WarView, translator: Translator) -> Iterator[str]:
    war = view.war
    if war.concluded_at is not None:
        yield translator(_ENDED, when=relative(war.concluded_at))
    if war.winner is not None and war.captured:
        winner = war.side(war.winner).name
        yield translator(_CAPTURED, territory=war.captured, winner=winner)
    if war.truce is not None and war.truce_until is not None:
        yield translator(_TRUCES[war.truce], when=relative(war.truce_until))
    yield _declared(war, translator)
    if war.commitment is not None:
        yield translator(_COMMITMENT, commitment=war.commitment)


def _declared(war: PublicWar, translator: Translator) -> str:
    when = relative(war.declared_at)
    if war.reason is CasusBelli.NONE:
        return translator(_NO_REASON, when=when)
    return translator(_REASON, when=when, reason=translator(REASON_NAMES[war.reason]))


def _outcome(war: PublicWar, outcome: Outcome, translator: Translator) -> str:
    winner = war.winner or Role.DEFENDER
    return translator(
        OUTCOME_TEXTS[outcome],
        aggressor=war.aggressor.name,
        defender=war.defender.name,
        winner=war.side(winner).name,
        loser=war.side(opposite(winner)).name,
    )


def _supported_line(supported: SupportedWar, translator: Translator) -> str:
    line = _line(supported.war, translator)
    return translator(_YOU_SUPPORT, line=line, nation=supported.war.side(supported.role).name)


def _line(war: PublicWar, translator: Translator) -> str:
    named = {
        "war": str(war.number),
        "aggressor": isolated(war.aggressor.name),
        "defender": isolated(war.defender.name),
    }
    if war.outcome is None:
        answer, battle = relative(war.respond_by), relative(war.battle_at)
        return translator(_LINES[war.state], answer=answer, battle=battle, **named)
    when = relative(war.concluded_at or war.declared_at)
    outcome = _outcome(war, war.outcome, translator)
    return translator(_PAST_LINE, outcome=outcome, when=when, **named)
