"""Writes the help, the answers to common questions, and what the game is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from nazh.adapters.inbound.texts.dominion.timestamps import duration
from nazh.adapters.inbound.texts.languages import Translator
from nazh.domain.dominion.rules.rulesets import Ruleset
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
    "**All commands**\n"
    "{commands}\n\n"
    "`/dominion tutorial` shows how to play, step by step; `/dominion guide` explains the rules "
    "with the numbers of this season."
)
_QUESTIONS: Final = N_(
    "## Questions and answers\n"
    "**When do we earn?** Every hour: {rate} resources for each active citizen. You are active for "
    "{active} after a command.\n"
    "**Where did our resources go?** What does not fit into the storage is lost, and the units' "
    "upkeep is charged at midnight UTC. `/treasury history` lists every change with its reason.\n"
    "**Why can't I contribute again?** A citizen can contribute once in {cooldown}.\n"
    "**Can I be in two nations?** No. To move, use `/citizen leave`, which costs your points, and "
    "{move} later `/citizen register` in another server.\n"
    "**Can we be attacked right away?** No. A nation is protected for {protection} after its "
    "founding, unless it declares a war itself. The defender has {response} to answer, and the "
    "battle is at least {preparation} later.\n"
    "**Must we be online for a battle?** No. Stances and nonces can be chosen until {lock} before "
    "it, and nothing needs to be done at its time.\n"
    "**Is a battle fair?** Its chance comes from a secret that is fixed before the sides choose "
    "their nonces, and is published afterwards, so that anyone can compute it again.\n"
    "**What does the bot store about me?** `/privacy` shows, exports and deletes it.\n"
    "**Who helps?** `/dominion report`, `bug` and `suggest` reach the operator of this bot."
)
_ABOUT: Final = N_(
    "## Dominion\n"
    "A strategy game between servers, part of **Nazh {version}**, which is free software.\n"
    "**This season** uses the rules *{rules}*: `/dominion guide` explains them.\n"
    "**Add the bot to another server**: open its profile and choose *Add App*.\n"
    "**Help**: `/dominion report`, `bug` and `suggest` reach the operator of this bot.\n"
    "**Source and changes**: <{source}>, <{source}/blob/main/CHANGELOG.md>"
)


def help_text(commands: Iterable[str], translator: Translator) -> str:
    """Return how to begin, and the commands, such as "war declare", each below its group."""
    groups: dict[str, list[str]] = {}
    for words in commands:
        group, _, name = words.rpartition(" ")
        groups.setdefault(group, []).append(name)
    lines = [f"`/{group}` {', '.join(names)}" for group, names in groups.items()]
    return translator(_HELP, commands="\n".join(lines))


def questions_text(rules: Ruleset, translator: Translator) -> str:
    """Return the answers to common questions."""
    times = {
        "active": rules.citizens.active_for,
        "cooldown": rules.resources.contribution_cooldown,
        "move": rules.citizens.move_cooldown,
        "protection": rules.nations.protection,
        "response": rules.war.response,
        "preparation": rules.war.preparation,
        "lock": rules.war.lock,
    }
    worded = {name: duration(time, translator) for name, time in times.items()}
    return translator(_QUESTIONS, rate=rules.resources.rate, **worded)


def about_text(version: str, source: str, rules: Ruleset, translator: Translator) -> str:
    """Return what the game is, its version and rules, and the page of its ``source``."""
    return translator(_ABOUT, version=version, source=source, rules=rules.name)
