"""Parses the options of ``nazh dominion replay``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import click

from nazh.domain.kernel.rng import Rng

_STEP: Final = re.compile(r"(?P<seconds>[1-9][0-9]{0,6})s|random:(?P<seed>[0-9]{1,9})", re.ASCII)
SQLITE: Final = "sqlite:///"
_LONGEST_STEP: Final = 3 * 3600
Step = Callable[[datetime, datetime], Iterator[datetime]]
"""Returns the instants at which the world is advanced, from one instant to another."""


class StepType(click.ParamType[Step]):
    """An option such as ``60s`` or ``random:7``."""

    name = "step"

    def __init__(self, new_rng: Callable[[int], Rng]) -> None:
        self._new_rng = new_rng

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Step:
        match = _STEP.fullmatch(str(value))
        if match is None:
            self.fail("is not a step. Write 60s or random:7.", param, ctx)
        if match["seed"] is not None:
            return _RandomSteps(self._new_rng(int(match["seed"])))
        return _EqualSteps(timedelta(seconds=int(match["seconds"])))


class DatabaseType(click.ParamType[str]):
    """The URL of a database. The folder of a SQLite file must exist."""

    name = "url"

    def __init__(self, parse_url: Callable[[str], str]) -> None:
        self._parse_url = parse_url

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        try:
            url = self._parse_url(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)
        file = Path(url.removeprefix(SQLITE))
        if url.startswith(SQLITE) and not file.parent.is_dir():
            self.fail(f"the folder {file.parent} does not exist. Create it first.", param, ctx)
        return url


@dataclass(frozen=True, slots=True)
class _EqualSteps:
    length: timedelta

    def __call__(self, start: datetime, end: datetime) -> Iterator[datetime]:
        while start + self.length < end:
            start += self.length
            yield start
        yield end


@dataclass(frozen=True, slots=True)
class _RandomSteps:
    rng: Rng

    def __call__(self, start: datetime, end: datetime) -> Iterator[datetime]:
        while (start := start + timedelta(seconds=1 + self.rng.below(_LONGEST_STEP))) < end:
            yield start
        yield end
