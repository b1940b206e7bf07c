"""What the status page shows of a context: how often something was done, refused or failed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Counts since the start. What a user did wrong is ``refused``, what we did is ``failed``."""

    done: int = 0
    refused: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True)
class StatusPanel:
    """Counts of what ``name`` says in the plural, such as "rolls".

    ``read`` never raises, and is called every few seconds.
    """

    name: str
    read: Callable[[], Outcomes]
