"""Writes odds as JSON with exact probabilities (docs/odds.md, "For machines")."""

from __future__ import annotations

from fractions import Fraction
from math import sqrt

from nazh.adapters.inbound.texts.json_values import Json
from nazh.domain.dice.odds import Distribution, Outcome, PoolOdds, RollOdds


def odds_form(odds: RollOdds) -> dict[str, Json]:
    """Return odds as plain JSON values. Keys are stable; probabilities are fractions as text."""
    form: dict[str, Json] = {
        "notation": odds.plan.notation,
        "ruleset": odds.ruleset.name,
        "repeats": odds.plan.repeats,
        "pools": [_pool(pool) for pool in odds.pools],
        "opportunity_at_least_one": str(odds.opportunity),
        "threat_at_least_one": str(odds.threat),
        "joint": [_outcome(outcome) for outcome in odds.outcomes],
    }
    successes = [success for pool in odds.pools if (success := _success(pool)) is not None]
    if successes:
        form["success"] = successes[0]
    cut_off = sum((pool.totals.truncated for pool in odds.pools if pool.totals), Fraction(0))
    if cut_off:
        form["bounds"] = {"cut_off": str(cut_off)}
    return form


def _pool(pool: PoolOdds) -> dict[str, Json]:
    totals = pool.totals
    form: dict[str, Json] = {
        "notation": pool.notation,
        "label": pool.pool.label,
        "kind": pool.pool.kind.value,
        "mean": None if totals is None else _number(totals.mean),
        "deviation": None if totals is None else _root(totals.variance),
        "mean_exact": None if totals is None else str(totals.mean),
        "variance_exact": None if totals is None else str(totals.variance),
        "distribution": _distribution(totals),
    }
    success = _success(pool)
    if success is not None:
        form["success"] = success
    if totals is not None and (totals.truncated or totals.failed):
        bounds: dict[str, Json] = {"cut_off": str(totals.truncated)}
        if totals.failed:
            bounds["division_by_zero"] = str(totals.failed)
        form["bounds"] = bounds
    return form


def _distribution(totals: Distribution | None) -> dict[str, Json]:
    return {} if totals is None else {str(value): str(chance) for value, chance in totals.items()}


def _success(pool: PoolOdds) -> dict[str, Json] | None:
    if pool.success is None:
        return None
    return {"against": pool.pool.target, "probability": str(pool.success)}


def _outcome(outcome: Outcome) -> dict[str, Json]:
    return {
        "successes": list(outcome.successes),
        "opportunity": outcome.narrative.opportunity,
        "threat": outcome.narrative.threat,
        "probability": str(outcome.probability),
    }


def _number(value: Fraction) -> float | None:
    """Return the nearest float, or ``None`` if the value is too large."""
    try:
        return float(value)
    except OverflowError:
        return None


def _root(variance: Fraction) -> float | None:
    value = _number(variance)
    return None if value is None else sqrt(value)
