"""Writes the tutorial of the game, a page for each step, with the values of its ruleset."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from nazh.adapters.inbound.texts.dominion.percentages import percent
from nazh.adapters.inbound.texts.dominion.strength_table import strength_table
from nazh.adapters.inbound.texts.dominion.timestamps import duration
from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.dominion.battles.practice_battle import PracticeResult
from nazh.application.dominion.citizens.show_tutorial import TutorialPage
from nazh.domain.dominion.combat.sides import Role
from nazh.domain.dominion.nations.units import UnitType, rules_of
from nazh.domain.dominion.rules.rulesets import Ruleset
from nazh.domain.dominion.tutorial import LAST_STEP
from nazh.domain.kernel.texts import N_, Fact, N_plural

BACK: Final = N_("Back")
NEXT: Final = N_("Next")
OPEN_TUTORIAL: Final = N_("Tutorial")
_HEADING: Final = N_("## Step {step} of {steps}: {title}")
_DONE: Final = N_("✓ Done")
_NOT_DONE: Final = N_("Not done yet")
_COMPLETE: Final = N_(
    "🏅 **Tutorial completed**: you know how to play. `/citizen info` shows your badge."
)
_INCOMPLETE: Final = N_(
    "-# 🏅 A badge is yours when you are a citizen and have contributed, the nation has ordered "
    "units, and you open this step again."
)
PRACTICE: Final = N_("Practice Battle")
_WON: Final = N_("## You win the practice battle")
_LOST: Final = N_("## You lose the practice battle")
_COST: Final = N_plural(
    "Strength {strength} against a dummy of strength {dummy}. A battle like this would cost you "
    "{count} unit.",
    "Strength {strength} against a dummy of strength {dummy}. A battle like this would cost you "
    "{count} units.",
)
_PRACTISED: Final = N_("-# Practice only: nothing has changed. Press again for another draw.")


@dataclass(frozen=True, slots=True)
class Step:
    """The words of a step of the tutorial."""

    title: str
    text: str
    facts: Callable[[Ruleset, Translator], Mapping[str, Fact]]


def _citizen_facts(rules: Ruleset, translator: Translator) -> Mapping[str, Fact]:
    return {
        "resources": rules.nations.start_resources,
        "territory": rules.nations.start_territory,
        "protection": duration(rules.nations.protection, translator),
        "rate": rules.resources.rate,
        "active": duration(rules.citizens.active_for, translator),
    }


def _contribution_facts(rules: Ruleset, translator: Translator) -> Mapping[str, Fact]:
    return {
        "contribution": rules.resources.contribution,
        "cooldown": duration(rules.resources.contribution_cooldown, translator),
        "streak": percent(rules.resources.streak_bonus, translator),
    }


def _unit_facts(rules: Ruleset, translator: Translator) -> Mapping[str, Fact]:
    infantry = rules_of(rules.military, UnitType.INFANTRY)
    return {
        "cost": infantry.cost,
        "strength": infantry.strength,
        "upkeep": infantry.upkeep,
        "time": duration(infantry.build_time, translator),
    }


def _storage_facts(rules: Ruleset, translator: Translator) -> Mapping[str, Fact]:
    resources = rules.resources
    return {"storage": resources.storage, "step": resources.storage_step}


def _no_facts(rules: Ruleset, translator: Translator) -> Mapping[str, Fact]:
    return {}


def _battle_facts(rules: Ruleset, translator: Translator) -> Mapping[str, Fact]:
    return {
        "variance": percent(rules.combat.variance, translator),
        "terrain": percent(rules.combat.terrain, translator),
    }


def _ally_facts(rules: Ruleset, translator: Translator) -> Mapping[str, Fact]:
    return {"allies": rules.diplomacy.most_alliances}


STEPS: Final = (
    Step(
        N_("a nation and its citizens"),
        N_(
            "Each server is a nation. An administrator founds it with `/nation register`; it "
            "begins with **{resources}** resources and **{territory}** land, and nobody can attack "
            "it for {protection}.\n"
            "`/citizen register` makes you a citizen. Each citizen earns **{rate}** resources an "
            "hour, and counts for {active} after their last command."
        ),
        _citizen_facts,
    ),
    Step(
        N_("contribute"),
        N_(
            "`/citizen contribute` adds **{contribution}** resources, once every {cooldown}, and "
            "{streak}% more for each day in a row.\n"
            "You get as many points, which show who keeps the nation going: "
            "`/citizen contributors`."
        ),
        _contribution_facts,
    ),
    Step(
        N_("look at the treasury"),
        N_(
            "`/treasury status` shows what the nation has and earns. The storage holds "
            "**{storage}** resources; what does not fit is lost. The leader adds {step} with "
            "`/treasury upgrade`, and develops the nation with `/treasury allocate`."
        ),
        _storage_facts,
    ),
    Step(
        N_("an army"),
        N_(
            "The leader orders units with `/military build`. One infantry costs **{cost}** "
            "resources, takes {time}, and has a strength of {strength}.\n"
            "Units need upkeep: **{upkeep}** an hour for each infantry. `/military advise` says "
            "what to order next."
        ),
        _unit_facts,
    ),
    Step(
        N_("scout"),
        N_(
            "`/rank board` shows which nations are the strongest, and `/nation info` what everyone "
            "may know about one. Strengths are rounded, and the units behind them are hidden.\n"
            "`/military compare` and `/war predict` show how likely your nation is to win."
        ),
        _no_facts,
    ),
    Step(
        N_("a practice battle"),
        N_(
            "The stronger side wins, but chance makes each side up to **{variance}%** stronger or "
            "weaker, and the defender has **{terrain}%** more.\n"
            "Press *Practice Battle* to let your units attack a dummy of about their strength. "
            "Nothing is lost."
        ),
        _battle_facts,
    ),
    Step(
        N_("an ally"),
        N_(
            "The leader proposes an alliance with `/diplomacy alliance propose`, with up to "
            "**{allies}** nations. Allies see each other's exact strength, and support each other "
            "in wars with `/war support`.\n"
            "`/dominion guide` has all numbers of this season."
        ),
        _ally_facts,
    ),
)
"""The words of each step, in their order."""


def tutorial_text(page: TutorialPage, rules: Ruleset, translator: Translator) -> str:
    """Return a page of the tutorial; the last one says whether it is completed."""
    step = STEPS[page.step - 1]
    heading = translator(
        _HEADING, step=page.step.value, steps=len(STEPS), title=translator(step.title)
    )
    text = translator(step.text, **step.facts(rules, translator))
    lines = [heading, text]
    if page.step in page.seen:
        lines.append(f"-# {translator(_DONE if page.seen[page.step] else _NOT_DONE)}")
    if page.step is LAST_STEP:
        lines.append(translator(_COMPLETE if page.is_completed else _INCOMPLETE))
    return "\n".join(lines)


def practice_text(practice: PracticeResult, translator: Translator) -> str:
    """Return the result of a practice battle."""
    result = practice.result
    is_won = result.winner is Role.AGGRESSOR
    heading = translator(_WON if is_won else _LOST)
    cost = translator.counted(
        _COST,
        sum(result.aggressor.losses.values()),
        strength=result.aggressor.base,
        dummy=result.defender.base,
    )
    return "\n".join((heading, cost, strength_table(result, translator), translator(_PRACTISED)))
