"""Writes the guides to the game, with the values of its ruleset."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Final

from nazh.adapters.inbound.texts.dominion.percentages import percent
from nazh.adapters.inbound.texts.dominion.timestamps import duration
from nazh.adapters.inbound.texts.dominion.units import UNIT_NAMES
from nazh.adapters.inbound.texts.languages import Translator
from nazh.domain.dominion.basis_points import WHOLE
from nazh.domain.dominion.nations.units import UnitType, rules_of
from nazh.domain.dominion.rules.rulesets import Ruleset
from nazh.domain.kernel.texts import N_

_CITIZEN: Final = N_(
    "## Guide for citizens\n"
    "**{rate} resources an hour** is what each active citizen earns for the nation.\n"
    "**{contribution} more every {cooldown}** with `/citizen contribute`; {streak}% more for each "
    "day in a row before today, up to {days} days.\n"
    "**Points** count what you gave. What the storage has no room for counts half.\n"
    "You count as **active** for {active} after your last command.\n"
    "**Moving** to another nation takes {move}, and costs your points."
)
_SOFT_CAP: Final = N_(
    "**Large nations** earn less for each citizen: above {citizens}, only the square root counts."
)
_LEADER: Final = N_(
    "## Guide for leaders\n"
    "**Storage** holds {storage}. The first upgrade adds {step} and costs {cost}; each later one "
    "costs {more} more than the one before. What does not fit is lost.\n"
    "**Levels** cost {level} for the first, and each later one half as much again as the one "
    "before, up to level {levels}. Each level makes the economy earn {economy}% more, or the "
    "military build {speed}% faster. A research point costs {research}.\n"
    "**Upkeep** is charged at midnight UTC. If it cannot be paid, up to {desertion}% of the units "
    "desert.\n"
    "**Protection** lasts {protection} after the founding, with {bonus}% more income.\n"
    "**Below the median power**, a nation earns {underdog}% more and pays {discount}% less for "
    "units.\n"
    "**Fortifying** costs {fortify} and {per_land} for each unit of land, and makes the defence in "
    "the next battle {fortified}% stronger.\n"
    "**Mobilizing** costs {mobilize}, and builds units at {pace}% of the speed for {mobilized}.\n"
    "**Upgrades** of a type of unit cost {upgrade} and {points} research points for the first, as "
    "much more for each later one, up to level {upgrades}, and add {stronger}% strength each."
)
_WAR: Final = N_(
    "## Guide to wars\n"
    "**`/war predict`** shows the odds before anything is decided, and `/war declare` what a war "
    "would cost and bring.\n"
    "**Declaring** costs {declared} reputation, ends the nation's protection, and is possible "
    "once in {cooldown}.\n"
    "**The defender** has {response} to accept or decline; without an answer, it accepts. "
    "Declining costs {declined} reputation, and {declined_again} if it declines the same nation "
    "again within {declines}.\n"
    "**The battle** is at the defender's battle hour, at least {preparation} after the "
    "acceptance. Stances and nonces are locked {lock} before it.\n"
    "**Strength** decides. Chance makes each side up to {variance}% stronger or weaker, the "
    "defender has {terrain}% more, and {fortification}% more if it is fortified. Supporters add "
    "up to {support}%.\n"
    "**Stances**: *aggressive* adds {aggressive}% strength, with {aggressive_casualties}% of "
    "the casualties; *defensive* adds {defensive}% for a defender and takes {penalty}% from an "
    "aggressor, with {defensive_casualties}% of the casualties.\n"
    "**The loser** loses {loser_casualties}% of its units, {stock}% of its stock above {vault}, "
    "and {land}% of its land. The winner gets {plunder}% of that stock and {captured}% of the "
    "land, and loses {least}% to {most}% of its units.\n"
    "**Winning** earns {won} reputation, or {honourably} for an honourable victory; losing costs "
    "{lost}.\n"
    "**Surrendering** before the battle costs {surrender_stock}% of the stock above {vault}, "
    "{surrender_land}% of the land and {surrendered} reputation, and no units.\n"
    "**Peace** with `/war peace propose` gives or asks for resources and land; the offer is open "
    "for {peace} at most.\n"
    "**A truce** of {truce} follows a battle, a surrender, or peace in an accepted war. It earns "
    "both sides {honoured} reputation if it holds; breaking it costs {violated} instead."
)
_MOST_DECLARED: Final = N_("**Declared wars**: a nation can have at most {wars} open.")
_MOST_DEFENDED: Final = N_("**Defensive wars**: at most {wars} against a nation can be open.")
_NO_WEAKER: Final = N_(
    "**Weak nations** with less than {ratio}% of your power cannot be attacked, unless they have "
    "declared a war within {provocation}."
)
_NO_REPEATED_WARS: Final = N_("**Two wars** between the same nations are at least {time} apart.")
_DIPLOMACY: Final = N_(
    "## Guide to diplomacy\n"
    "**Alliances**: up to {alliances}. A proposal with `/diplomacy alliance propose` is open for "
    "{proposal}, and a nation waits {cooldown} after a change of its alliances for a new one. It "
    "earns both {formed} reputation, once in {interval} for the same nations, and {loyalty} more "
    "for each {week} that it lasts, up to {times} times.\n"
    "**Allies** see each other's exact strength. Once the treaty is {age} old, `/war support` "
    "commits {support}% of their units to a war.\n"
    "**Breaking** an alliance costs {broken} reputation, and the two cannot go to war for "
    "{lock}. Doing so during the ally's war, or declaring war within {window}, is a betrayal, "
    "which costs {betrayal} more.\n"
    "**Pacts** are kept for at least {term} and end {notice} after a notice, which costs nothing. "
    "Violating one costs {violated} reputation. Non-aggression and mutual defence forbid wars; "
    "a partner in defence commits {defence}% of its units to defend the other.\n"
    "**Embassies** cost {embassy} resources, one in each nation, up to {embassies}. The first "
    "{honored} of a season earn {opened} reputation each.\n"
    "**Trust** begins at {trust}%, grows with reputation and with each week of an alliance, and "
    "falls by {distrust}% with each betrayal.\n"
    "`/diplomacy reputation` shows the reputation of any nation, and how far you can trust it."
)
_UNITS: Final = N_("**Units**, {batch} at a time, up to {size} in an order:")
_UNIT: Final = N_(
    "- {unit}: {cost} resources, strength {strength}, upkeep {upkeep} an hour, built in {time}"
)


def citizen_guide(rules: Ruleset, translator: Translator) -> str:
    """Return what a citizen should know."""
    resources, citizens = rules.resources, rules.citizens
    lines = [
        translator(
            _CITIZEN,
            rate=resources.rate,
            contribution=resources.contribution,
            cooldown=duration(resources.contribution_cooldown, translator),
            streak=percent(resources.streak_bonus, translator),
            days=resources.streak_days,
            active=duration(citizens.active_for, translator),
            move=duration(citizens.move_cooldown, translator),
        )
    ]
    if resources.soft_cap:
        lines.append(translator(_SOFT_CAP, citizens=resources.soft_cap))
    return "\n".join(lines)


def leader_guide(rules: Ruleset, units: Iterable[UnitType], translator: Translator) -> str:
    """Return what a leader should know; ``units`` are the types that can be ordered."""
    resources, military = rules.resources, rules.military
    text = translator(
        _LEADER,
        storage=resources.storage,
        step=resources.storage_step,
        cost=resources.storage_cost,
        more=translator.one_decimal(5 * resources.storage_cost),
        levels=rules.development.levels,
        level=rules.development.level_cost,
        economy=percent(resources.economy_bonus, translator),
        speed=percent(military.level_speed, translator),
        research=rules.development.research_price,
        desertion=percent(military.desertion, translator),
        protection=duration(rules.nations.protection, translator),
        bonus=percent(resources.new_nation_bonus, translator),
        underdog=percent(resources.underdog_bonus, translator),
        discount=percent(WHOLE - military.underdog_price, translator),
        fortify=military.fortification_cost,
        per_land=military.fortification_per_land,
        fortified=percent(rules.combat.fortification, translator),
        mobilize=military.mobilization_cost,
        pace=percent(military.mobilization_speed, translator),
        mobilized=duration(military.mobilization, translator),
        upgrade=military.upgrade_cost,
        points=military.upgrade_research,
        upgrades=military.upgrade_levels,
        stronger=percent(military.upgrade_bonus, translator),
    )
    lines = [
        translator(
            _UNIT,
            unit=translator(UNIT_NAMES[unit]),
            cost=rules_of(military, unit).cost,
            strength=rules_of(military, unit).strength,
            upkeep=rules_of(military, unit).upkeep,
            time=duration(rules_of(military, unit).build_time, translator),
        )
        for unit in units
    ]
    heading = translator(_UNITS, batch=military.batch, size=military.order_size)
    return "\n".join((text, heading, *lines))


def war_guide(rules: Ruleset, translator: Translator) -> str:
    """Return what someone who decides about wars should know."""
    war, combat, reputation = rules.war, rules.combat, rules.reputation
    times = {
        "cooldown": war.cooldown,
        "response": war.response,
        "declines": war.declines,
        "preparation": war.preparation,
        "lock": war.lock,
        "truce": war.truce,
        "peace": war.peace_offer,
    }
    shares = {
        "variance": combat.variance,
        "terrain": combat.terrain,
        "fortification": combat.fortification,
        "support": combat.most_support,
        "aggressive": combat.aggressive_bonus,
        "aggressive_casualties": combat.aggressive_casualties,
        "defensive": combat.defensive_bonus,
        "penalty": combat.defensive_penalty,
        "defensive_casualties": combat.defensive_casualties,
        "loser_casualties": combat.loser_casualties,
        "stock": combat.resources_lost,
        "land": combat.territory_lost,
        "plunder": combat.plunder,
        "captured": combat.capture,
        "least": combat.least_winner_casualties,
        "most": combat.most_winner_casualties,
        "surrender_stock": war.surrender_resources,
        "surrender_land": war.surrender_territory,
    }
    points = {
        "declared": reputation.declared,
        "declined": reputation.declined,
        "declined_again": reputation.declined_again,
        "won": reputation.won,
        "honourably": reputation.won_honourably,
        "lost": reputation.lost,
        "surrendered": reputation.surrendered,
        "honoured": reputation.truce_honoured,
        "violated": reputation.treaty_violated,
        "vault": combat.vault,
    }
    text = translator(_WAR, **points, **_worded(times, shares, translator))
    return "\n".join((text, *_limits_of_wars(rules, translator)))


def _limits_of_wars(rules: Ruleset, translator: Translator) -> Iterator[str]:
    """Yield the limits of a ruleset; 0 means no limit."""
    war = rules.war
    if war.offensive_wars:
        yield translator(_MOST_DECLARED, wars=war.offensive_wars)
    if war.defensive_wars:
        yield translator(_MOST_DEFENDED, wars=war.defensive_wars)
    if war.power_ratio:
        yield translator(
            _NO_WEAKER,
            ratio=percent(war.power_ratio, translator),
            provocation=duration(war.provocation, translator),
        )
    if war.pair_cooldown:
        yield translator(_NO_REPEATED_WARS, time=duration(war.pair_cooldown, translator))


def diplomacy_guide(rules: Ruleset, translator: Translator) -> str:
    """Return what someone who makes treaties should know."""
    diplomacy, reputation, war = rules.diplomacy, rules.reputation, rules.war
    times = {
        "proposal": diplomacy.proposal_lifetime,
        "cooldown": diplomacy.alliance_cooldown,
        "interval": diplomacy.formation_interval,
        "week": diplomacy.loyalty_interval,
        "lock": diplomacy.war_lock,
        "window": diplomacy.betrayal_window,
        "term": diplomacy.pact_term,
        "notice": diplomacy.pact_notice,
        "age": war.treaty_age,
    }
    shares = {
        "support": rules.combat.support,
        "defence": war.defence_support,
        "trust": diplomacy.trust,
        "distrust": diplomacy.distrust,
    }
    points = {
        "alliances": diplomacy.most_alliances,
        "formed": reputation.alliance_formed,
        "loyalty": reputation.loyalty,
        "times": diplomacy.loyalty_times,
        "broken": reputation.alliance_broken,
        "betrayal": reputation.betrayal,
        "violated": reputation.treaty_violated,
        "embassy": diplomacy.embassy_cost,
        "embassies": diplomacy.most_embassies,
        "honored": diplomacy.honored_embassies,
        "opened": reputation.embassy_opened,
    }
    return translator(_DIPLOMACY, **points, **_worded(times, shares, translator))


def _worded(
    times: Mapping[str, timedelta], shares: Mapping[str, int], translator: Translator
) -> dict[str, str]:
    """Return times and shares of the whole in words, by the names that they have in a text."""
    return {name: duration(time, translator) for name, time in times.items()} | {
        name: percent(share, translator) for name, share in shares.items()
    }
