"""Defines the base of every event, which is published after it was committed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Event:
    """A fact that has happened and cannot be refused any more."""
