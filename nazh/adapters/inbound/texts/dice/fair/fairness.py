"""Writes the results of fairness tests, as text and as JSON. In English only, for the CLI."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from nazh.adapters.inbound.texts.json_values import Json
from nazh.application.dice.statistics.check_fairness import Fairness
from nazh.domain.dice.statistics.fairness import (
    ALPHA,
    MIN_EXPECTED,
    FairnessProperty,
    FairnessResult,
)

_WORDS: Final = {
    FairnessProperty.FACES: "each face as often",
    FairnessProperty.EVENNESS: "not too regular",
    FairnessProperty.PAIRS: "each face after each",
}
_STRAY: Final = {
    FairnessProperty.FACES: "a fair die deviates at least this much",
    FairnessProperty.EVENNESS: "a fair die is at least this even",
    FairnessProperty.PAIRS: "pairs of a fair die deviate at least this much",
}
_COLUMNS: Final = "{:<6} {:<21} {:>13} {:>12} {:>9} {:>12}"
_ONCE_IN_A_BILLION: Final = 1e-9


def fairness_lines(fairness: Fairness, where: str) -> Iterator[str]:
    """Yield a table of all tests, the least likely result in a sentence, and the verdict."""
    yield where
    if not fairness.findings:
        yield "  Too few dice for a test."
    else:
        yield "  " + _COLUMNS.format("die", "test", "dice", "chi-square", "p", "corrected")
        yield from (f"  {_row(finding)}" for finding in fairness.findings)
        least = min(fairness.findings, key=lambda finding: finding.p)
        yield f"  The least likely: {p_words(least)}."
        yield f"  {_together(least, len(fairness.findings))}"
    for kind, dice in fairness.too_few:
        yield f"  {kind}: {dice:,} dice are too few; a test needs {MIN_EXPECTED} of each face."
    if fairness.is_significant:
        doubted = dict.fromkeys(
            finding.statistic.kind for finding in fairness.findings if finding.is_significant
        )
        yield f"  These dice are not fair: {', '.join(doubted)}."
    elif fairness.findings:
        yield "  No evidence of bias."


def p_words(finding: FairnessResult) -> str:
    """Return a test with its p-value and what that means in play."""
    measured = finding.statistic
    meaning = f"{_STRAY[measured.tested_property]} {_tries(finding.p)}"
    return f"{measured.kind}, {_WORDS[measured.tested_property]}. p {_digits(finding.p)}: {meaning}"


def fairness_form(fairness: Fairness) -> dict[str, Json]:
    """Return the results as plain JSON values; keys are stable."""
    return {
        "fair": not fairness.is_significant,
        "tests": [_test(finding) for finding in fairness.findings],
        "too_few": dict(fairness.too_few),
    }


def _row(finding: FairnessResult) -> str:
    measured = finding.statistic
    doubt = "  <- not fair" if finding.is_significant else ""
    return (
        _COLUMNS.format(
            measured.kind,
            _WORDS[measured.tested_property],
            f"{measured.dice:,}",
            f"{float(measured.chi_square):,.1f}/{measured.degrees_of_freedom}",
            _digits(finding.p).removeprefix("= "),
            _digits(finding.corrected).removeprefix("= "),
        )
        + doubt
    )


def _together(least: FairnessResult, tests: int) -> str:
    if tests == 1:
        return "It is the only test."
    return (
        f"The least of {tests} tests is always small; corrected for that (Holm), "
        f"p {_digits(least.corrected)}. Below {ALPHA:g} dice are doubted."
    )


def _digits(chance: float) -> str:
    if chance < _ONCE_IN_A_BILLION:
        return "< 1e-9"
    return f"= {chance:.2f}" if chance >= 0.1 else f"= {chance:.2g}"


def _tries(chance: float) -> str:
    if chance < _ONCE_IN_A_BILLION:
        return "less than once in a billion tries"
    if chance >= 0.015:
        return f"in {round(chance * 100)} of 100 tries"
    return f"once in {_round(1 / chance):,} tries"


def _round(times: float) -> int:
    """Round to two digits, because more would suggest a precision that does not help."""
    return int(float(f"{times:.2g}"))


def _test(finding: FairnessResult) -> Json:
    measured = finding.statistic
    return {
        "die": measured.kind,
        "test": measured.tested_property.value,
        "dice": measured.dice,
        "chi_square": float(measured.chi_square),
        "freedom": measured.degrees_of_freedom,
        "p": finding.p,
        "corrected": finding.corrected,
        "doubtful": finding.is_significant,
    }
