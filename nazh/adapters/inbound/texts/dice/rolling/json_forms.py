"""Writes rolls and refusals as JSON (docs/dice.md, "Machine-readable form")."""

from __future__ import annotations

from nazh.adapters.inbound.texts.dice.rolling.markup import pool_markup
from nazh.adapters.inbound.texts.json_values import Json
from nazh.adapters.inbound.texts.languages import ENGLISH
from nazh.domain.dice import DieResult, PoolResult, Roll, Ruleset
from nazh.domain.dice.canonical_notation import write_pool
from nazh.domain.dice.dialects import Translation
from nazh.domain.dice.evaluation.results import TargetResult
from nazh.domain.dice.plot_die import PlotResult
from nazh.domain.dice.pools import Tag
from nazh.domain.kernel.errors import Refusal

_EDGES = {Tag.ADVANTAGE: "advantage", Tag.DISADVANTAGE: "disadvantage"}


def rolls_form(rolls: tuple[Roll, ...]) -> dict[str, Json]:
    """Return a roll and all its repeats as plain JSON values. Keys are stable."""
    plan = rolls[0].throw.plan
    return {
        "notation": plan.notation,
        "ruleset": rolls[0].ruleset.name,
        "comment": plan.comment,
        "rolls": [_roll(roll) for roll in rolls],
    }


def refusal_form(refusal: Refusal) -> dict[str, Json]:
    """Return a refusal as plain JSON values; ``inside`` is set for an error in a saved text."""
    form: dict[str, Json] = {
        "code": refusal.code,
        "message": refusal.sentence,
        "at": refusal.at,
        "hint": refusal.hint,
    }
    if refusal.quoted is not None:
        quoted = refusal.quoted
        form["inside"] = {"name": quoted.name, "text": quoted.text, "at": quoted.at}
    return {"error": form}


def translation_form(translation: Translation) -> dict[str, Json]:
    """Return a translated roll as plain JSON values; ``became`` is empty for omitted text."""
    changes: list[Json] = [
        {"written": change.written, "became": change.replacement, "why": change.why}
        for change in translation.changes
    ]
    return {"notation": translation.notation, "changes": changes}


def _roll(roll: Roll) -> dict[str, Json]:
    return {
        "pools": [_pool(result, roll.ruleset) for result in roll.pools],
        "plot": None if roll.plot is None else _plot(roll.plot),
        "opportunities": roll.opportunities,
        "threats": roll.threats,
    }


def _plot(plot: PlotResult) -> dict[str, Json]:
    return {
        "face": plot.face,
        "bonus": plot.bonus,
        "outcome": plot.outcome.value,
        "choice_open": plot.choice_open,
    }


def _pool(result: PoolResult, ruleset: Ruleset) -> dict[str, Json]:
    target, damage = result.target, result.damage
    form: dict[str, Json] = {
        "notation": write_pool(result.pool),
        "label": result.pool.label,
        "kind": result.pool.kind.value,
        "total": result.total,
        "raw": result.raw,
        "plot_bonus": result.plot_bonus,
        "floored": result.floored,
        "text": pool_markup(result, ruleset, ENGLISH),
        "target": None if target is None else _target(target),
        "dice": [_die(die) for die in result.dice],
    }
    if damage is not None:
        form["damage"] = {
            "hit": damage.hit,
            "graze": damage.graze,
            "critical": damage.critical,
        }
    return form


def _target(target: TargetResult) -> dict[str, Json]:
    return {"against": target.against, "margin": target.margin, "success": target.success}


def _die(die: DieResult) -> dict[str, Json]:
    return {
        "sides": die.sides,
        "faces": list(die.faces),
        "value": die.value,
        "kept": die.kept,
        "edge": _EDGES.get(die.edge),
        "marks": [mark.value for mark in die.marks],
    }
