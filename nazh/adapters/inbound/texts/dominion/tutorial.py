"""Words the tutorial of the game, a page for each step, with the values of its ruleset."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from nazh.adapters.inbound.texts.dominion.percentages import percent
from nazh.adapters.inbound.texts.dominion.strength_table import strength_table
from nazh.adapters.inbound.texts.dominion.timestamps import duration
from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.dominion.battles.practice_battle import PracticeResult
from nazh.application.dominion.nations.look_at_nation import NationView
from nazh.domain.dominion.combat.sides import Role
from nazh.domain.dominion.military import UnitType, rules_of
from nazh.domain.dominion.rulesets import Ruleset
from nazh.domain.kernel.texts import N_, Fact

BACK: Final = N_("Back")
NEXT: Final = N_("Next")
OPEN_TUTORIAL: Final = N_("Tutorial")
_HEADING: Final = N_("## Step {step} of {steps}: {title}")
_DONE: Final = N_("✓ Done")
_NOT_DONE: Final = N_("Not done yet")
_COMPLETE: Final = N_("🏅 Tutorial completed: you know how to play.")
PRACTICE: Final = N_("Practice Battle")
_WON: Final = N_("""## You win the practice battle
{units} against a dummy of strength {dummy}. A battle like this would cost you {lost} units.""")
_LOST: Final = N_("""## You lose the practice battle
{units} against a dummy of strength {dummy}. A battle like this would cost you {lost} units.""")
_STRENGTH: Final = N_("Strength {strength}")
_PRACTISED: Final = N_("-# Practice only: nothing has changed. Press again for another draw.")


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the tutorial.

    ``is_done`` tells it from the user's view of the server's nation, if the game can see it.
    """

    title: str
    text: str
    facts: Callable[[Ruleset, Translator], Mapping[str, Fact]]
    is_done: Callable[[NationView], bool] | None = None


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
        lambda view: view.citizen is not None,
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
        lambda view: view.citizen is not None and view.citizen.contributed_at is not None,
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
        lambda view: view.nation.military.size + view.nation.military.orders_given > 0,
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
"""The steps in the order in which one plays them (REG-15)."""
PRACTICE_STEP: Final = 6
"""The page with the practice battle."""


def is_completed(view: NationView) -> bool:
    """Return whether the game sees that the user has done each step of those it can see."""
    return all(step.is_done(view) for step in STEPS if step.is_done is not None)


def step_to_show(view: NationView | None) -> int:
    """Return the first page whose step the game sees to be undone, or the one after all of them."""
    if view is None:
        return 1
    seen = [(page, step.is_done(view)) for page, step in enumerate(STEPS, 1) if step.is_done]
    return next((page for page, is_done in seen if not is_done), seen[-1][0] + 1)


def tutorial_text(
    page: int, rules: Ruleset, view: NationView | None, translator: Translator
) -> str:
    """Return a page of the tutorial, from 1; ``view`` is ``None`` without a nation."""
    step = STEPS[page - 1]
    heading = translator(_HEADING, step=page, steps=len(STEPS), title=translator(step.title))
    text = translator(step.text, **step.facts(rules, translator))
    lines = [heading, text]
    if step.is_done is not None:
        is_done = view is not None and step.is_done(view)
        lines.append(f"-# {translator(_DONE if is_done else _NOT_DONE)}")
    if page == len(STEPS) and view is not None and is_completed(view):
        lines.append(translator(_COMPLETE))
    return "\n".join(lines)


def practice_text(done: PracticeResult, translator: Translator) -> str:
    """Return how a practice battle has ended."""
    result = done.result
    is_won = result.winner is Role.AGGRESSOR
    heading = translator(
        _WON if is_won else _LOST,
        units=translator(_STRENGTH, strength=result.aggressor.base),
        dummy=result.defender.base,
        lost=sum(result.aggressor.losses.values()),
    )
    return "\n".join((heading, strength_table(result, translator), translator(_PRACTISED)))
