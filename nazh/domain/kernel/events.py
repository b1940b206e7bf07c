"""Event: the base of every fact, told in the past tense after it is on record."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Event:
    """Something that has happened and cannot be refused any more."""
