"""Defines what the status page shows of a context, counts of successes, refusals and failures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Counts since the start. ``refused`` counts user errors, and ``failed`` our own."""

    done: int = 0
    refused: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True)
class StatusPanel:
    """Counts of the things in ``name``, a plural such as "rolls".

    ``read`` never raises, and is called every few seconds.
    """

    name: str
    read: Callable[[], Outcomes]
