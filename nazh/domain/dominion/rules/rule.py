"""Describes a ruleset value, for the reader of ruleset files and for the documentation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Rule:
    """The description, unit and range of a value, in the annotation of its field."""

    about: str
    unit: str
    least: int | timedelta
    most: int | timedelta


def amount(unit: str, least: int, most: int, about: str) -> Rule:
    """Describe a whole number."""
    return Rule(about, unit, least, most)


def share(most: int, about: str) -> Rule:
    """Describe a share in basis points."""
    return Rule(about, "basis points", 0, most)


def duration(least: timedelta, most: timedelta, about: str) -> Rule:
    """Describe a duration."""
    return Rule(about, "duration", least, most)
