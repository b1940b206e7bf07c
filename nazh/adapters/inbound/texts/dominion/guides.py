"""Words the help and the guides of the game, with the values of its ruleset."""

from __future__ import annotations

from typing import Final

from nazh.adapters.inbound.texts.dominion.timestamps import duration
from nazh.adapters.inbound.texts.dominion.treasury import UNIT_NAMES
from nazh.adapters.inbound.texts.languages import Translator
from nazh.domain.dominion.military import rules_of
from nazh.domain.dominion.rulesets import Ruleset
from nazh.domain.kernel.texts import N_

HELP_NAME: Final = N_("Dominion")
_HELP: Final = N_(
    "## Dominion\n"
    "A strategy game between servers: each server is a nation, and its members are citizens who "
    "earn resources for it every hour.\n\n"
    "**Begin**\n"
    "`/nation register` founds the nation (for administrators), `/citizen register` makes you a "
    "citizen.\n"
    "**Every few hours**\n"
    "`/citizen contribute` adds to the treasury.\n"
    "**Lead**\n"
    "`/treasury upgrade`, `/treasury allocate`, `/military build`, `/military upgrade`\n"
    "**Other nations**\n"
    "`/diplomacy alliance`, `/diplomacy pact`, `/diplomacy embassy`, `/diplomacy reputation`\n"
    "**Follow the game**\n"
    "`/nation info`, `/treasury status`, `/treasury history`, `/military status`, `/rank board`, "
    "`/inbox list`\n\n"
    "`/dominion tutorial` shows how to play, step by step; `/dominion guide` explains the rules "
    "with the numbers of this season."
)
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
    "costs half of that more. What does not fit is lost.\n"
    "**Levels** cost {level} at first, and each later one half of that more. Each level makes the "
    "economy earn {economy}% more, or the military build {speed}% faster. A research point costs "
    "{research}.\n"
    "**Upkeep** is charged at midnight UTC. If it cannot be paid, up to {desertion}% of the units "
    "desert.\n"
    "**Protection** lasts {protection} after the founding, with {bonus}% more income.\n"
    "**Below the median power**, a nation earns {underdog}% more and pays {discount}% less for "
    "units."
)
_UNITS: Final = N_("**Units**, {batch} at a time, up to {size} in an order:")
_UNIT: Final = N_(
    "- {unit}: {cost} resources, strength {strength}, upkeep {upkeep} an hour, built in {time}"
)


def help_text(translator: Translator) -> str:
    """Return how to begin, and the commands."""
    return translator(_HELP)


def citizen_guide(rules: Ruleset, translator: Translator) -> str:
    """Return what a citizen should know."""
    resources, citizens = rules.resources, rules.citizens
    lines = [
        translator(
            _CITIZEN,
            rate=resources.rate,
            contribution=resources.contribution,
            cooldown=duration(resources.contribution_cooldown, translator),
            streak=resources.streak_bonus // 100,
            days=resources.streak_days,
            active=duration(citizens.active_for, translator),
            move=duration(citizens.move_cooldown, translator),
        )
    ]
    if resources.soft_cap:
        lines.append(translator(_SOFT_CAP, citizens=resources.soft_cap))
    return "\n".join(lines)


def leader_guide(rules: Ruleset, translator: Translator) -> str:
    """Return what a leader should know."""
    resources, military = rules.resources, rules.military
    text = translator(
        _LEADER,
        storage=resources.storage,
        step=resources.storage_step,
        cost=resources.storage_cost,
        level=rules.development.level_cost,
        economy=resources.economy_bonus // 100,
        speed=military.level_speed // 100,
        research=rules.development.research_price,
        desertion=military.desertion // 100,
        protection=duration(rules.nations.protection, translator),
        bonus=resources.new_nation_bonus // 100,
        underdog=resources.underdog_bonus // 100,
        discount=100 - military.underdog_price // 100,
    )
    units = [
        translator(
            _UNIT,
            unit=translator(name),
            cost=rules_of(military, unit).cost,
            strength=rules_of(military, unit).strength,
            upkeep=rules_of(military, unit).upkeep,
            time=duration(rules_of(military, unit).build_time, translator),
        )
        for unit, name in UNIT_NAMES.items()
    ]
    heading = translator(_UNITS, batch=military.batch, size=military.order_size)
    return "\n".join((text, heading, *units))
