"""Words the tutorial of the game, a page for each step, with the values of its ruleset."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from nazh.adapters.inbound.texts.dominion.moments import duration
from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.dominion.nations.look_at_nation import NationView
from nazh.domain.dominion.military import UnitType, rules_of
from nazh.domain.dominion.rulesets import Ruleset
from nazh.domain.kernel.texts import N_, Fact

BACK: Final = N_("Back")
NEXT: Final = N_("Next")
_HEADING: Final = N_("## Step {step} of {steps}: {title}")
_DONE: Final = N_("✓ Done")
_NOT_DONE: Final = N_("Not done yet")


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the tutorial. ``is_done`` tells it from the user's view of the server's nation."""

    title: str
    text: str
    facts: Callable[[Ruleset, Translator], Mapping[str, Fact]]
    is_done: Callable[[NationView], bool]


def _nation_facts(rules: Ruleset, translator: Translator) -> Mapping[str, Fact]:
    return {
        "resources": rules.nations.start_resources,
        "territory": rules.nations.start_territory,
        "protection": duration(rules.nations.protection, translator),
    }


def _citizen_facts(rules: Ruleset, translator: Translator) -> Mapping[str, Fact]:
    return {
        "rate": rules.resources.rate,
        "active": duration(rules.citizens.active_for, translator),
    }


def _contribution_facts(rules: Ruleset, translator: Translator) -> Mapping[str, Fact]:
    return {
        "contribution": rules.resources.contribution,
        "cooldown": duration(rules.resources.contribution_cooldown, translator),
        "streak": rules.resources.streak_bonus // 100,
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


STEPS: Final = (
    Step(
        N_("a nation"),
        N_(
            "Each server is a nation. An administrator founds it with `/nation register`.\n"
            "It begins with **{resources}** resources and **{territory}** land, and nobody can "
            "attack it for {protection}."
        ),
        _nation_facts,
        lambda view: True,
    ),
    Step(
        N_("citizens"),
        N_(
            "`/citizen register` makes you a citizen of this server's nation.\n"
            "Each citizen earns **{rate}** resources an hour for it, and counts for {active} after "
            "their last command."
        ),
        _citizen_facts,
        lambda view: view.citizen is not None,
    ),
    Step(
        N_("contribute"),
        N_(
            "`/citizen contribute` adds **{contribution}** resources, once in {cooldown}, and "
            "{streak}% more for each day in a row.\n"
            "You get as many points, which show who keeps the nation going."
        ),
        _contribution_facts,
        lambda view: view.citizen is not None and view.citizen.contributed_at is not None,
    ),
    Step(
        N_("an army"),
        N_(
            "The leader orders units with `/military build`. One infantry costs **{cost}** "
            "resources, takes {time}, and has a strength of {strength}.\n"
            "Units need upkeep: **{upkeep}** an hour for each infantry."
        ),
        _unit_facts,
        lambda view: view.nation.military.size + view.nation.military.ordered > 0,
    ),
    Step(
        N_("growth"),
        N_(
            "The storage holds **{storage}** resources; what does not fit is lost. The leader adds "
            "{step} with `/treasury upgrade`, and develops the nation with `/treasury allocate`.\n"
            "`/rank board` shows which nations are the strongest. `/dominion guide` has all "
            "numbers of this season."
        ),
        _storage_facts,
        lambda view: view.nation.storage_upgrades > 0,
    ),
)


def tutorial_text(
    page: int, rules: Ruleset, view: NationView | None, translator: Translator
) -> str:
    """Return a page of the tutorial, from 1; ``view`` is ``None`` without a nation."""
    step = STEPS[page - 1]
    is_done = view is not None and step.is_done(view)
    heading = translator(_HEADING, step=page, steps=len(STEPS), title=translator(step.title))
    text = translator(step.text, **step.facts(rules, translator))
    return f"{heading}\n{text}\n-# {translator(_DONE if is_done else _NOT_DONE)}"
