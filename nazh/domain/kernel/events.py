"""Defines the base class of all events, which are published after their transaction's commit."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Event:
    """A fact that has already happened and can no longer be refused."""
