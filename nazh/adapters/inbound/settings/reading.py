"""Reading settings: every problem at once, each one sentence that says how to fix it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter, ValidationError

from nazh.adapters.inbound.settings.choices import Environment, RngKind
from nazh.adapters.inbound.settings.commit import UNKNOWN, commit_of
from nazh.adapters.inbound.settings.databases import (
    DatabaseUrl,
    database_address,
    usual_database,
)
from nazh.adapters.inbound.settings.layers import Layers, Source, Written
from nazh.adapters.inbound.settings.shard_ids import host_name, shards_listed
from nazh.adapters.inbound.settings.tokens import WHERE_TOKENS_ARE, holds_a_token
from nazh.adapters.inbound.settings.values import Settings
from nazh.adapters.inbound.settings.variables import Declared, Variable, declared_in

TOLERATED: Final = frozenset({"NAZH_CI", "NAZH_CI_WITHOUT"})
"""Variables of the project's own tools, which say nothing to the bot."""
DECLARED: Final = declared_in(Settings)
PREFIX: Final = "NAZH_"
PACKAGES: Final[Mapping[str, str]] = {
    "tracing": "opentelemetry.exporter.otlp.proto.http",
    "reports": "sentry_sdk",
    "scale": "redis",
}
"""What is there where an extra of pyproject.toml is installed."""
INSTALL: Final = "script/setup --full (in a clone; elsewhere see docs/operating.md)"
_SHOWABLE: Final = re.compile(r"[A-Z0-9_]{1,60}")
"""Neither a token nor what would upset a terminal looks like this."""
_SETTINGS: Final = TypeAdapter(Settings)


class BadSettings(Exception):
    """The settings do not do. ``problems`` has one sentence for each thing to put right."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Effective:
    """One setting as it counts; ``value`` may be shown to anybody."""

    name: str
    value: str
    source: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What a look at all settings found.

    ``problems`` are to be put right; ``notes`` are worth knowing. No text of it holds a secret.
    """

    settings: tuple[Effective, ...]
    notes: tuple[str, ...]
    problems: tuple[str, ...]


def read_settings(dotenv: Path | None = Path(".env")) -> Settings:
    """Return the settings of the environment and ``dotenv``. Raises BadSettings with all problems.

    An empty variable counts as not set.
    """
    reading = _Reading(Layers(dotenv))
    settings = reading.settings()
    if settings is None:
        raise BadSettings(tuple(reading.problems))
    if settings.commit == UNKNOWN:
        return replace(settings, commit=commit_of(()))
    return settings


def check_settings(dotenv: Path | None = Path(".env")) -> Checked:
    """Return every setting of the environment and ``dotenv`` with its source, and what is wrong."""
    reading = _Reading(Layers(dotenv))
    reading.settings()
    effective = tuple(map(reading.effective, DECLARED))
    return Checked(effective, tuple(reading.notes()), tuple(reading.problems))


def read_database_url(dotenv: Path | None = Path(".env")) -> DatabaseUrl:
    """Return where rolls are kept, whatever else is set. Raises BadSettings."""
    layers = Layers(dotenv)
    (variable,) = (one.variable for one in DECLARED if one.field == "database_url")
    problems, written = list(layers.problems), None
    try:
        written = layers.written(variable)
    except ValueError as trouble:
        problems.append(str(trouble))
    try:
        address = usual_database() if written is None else database_address(written.text)
    except ValueError as trouble:
        said_in = variable.name if written is None else written.said_in
        raise BadSettings((*problems, f"{said_in} {trouble}")) from None
    if problems:
        raise BadSettings(tuple(problems))
    return address


class _Reading:
    """Turns what is written into settings and collects what is wrong with it."""

    def __init__(self, layers: Layers) -> None:
        self.problems = list(layers.problems)
        self._layers = layers
        self._faulty: set[str] = set()
        self._written: dict[str, Written] = {}

    def settings(self) -> Settings | None:
        """Return the settings; ``None`` where there are problems. To be called once."""
        for declared in DECLARED:
            self._find(declared)
        settings = self._validated()
        self._check_chance()
        self._check_shards()
        self._check_extras()
        self._check_unknown_names()
        return None if self.problems else settings

    def effective(self, declared: Declared) -> Effective:
        """Return how a setting counts."""
        variable, written = declared.variable, self._written.get(declared.field)
        if declared.field in self._faulty:
            value = "missing" if declared.is_required and written is None else "not valid"
        elif written is None:
            value = variable.unset or declared.default
        else:
            value = "set, not shown" if variable.is_secret else self._redacted(written.text)
        source = Source.DEFAULT if written is None else written.source
        return Effective(variable.name, value, source.value)

    def notes(self) -> Iterable[str]:
        """Return a sentence for each variable that two layers write differently."""
        for name in (name for declared in DECLARED for name in declared.variable.names):
            if len({text for _, text in self._layers.texts(name)}) > 1:
                yield f"{name} in the environment wins over another value of it in .env."

    def _find(self, declared: Declared) -> None:
        variable = declared.variable
        try:
            written = self._layers.written(variable)
        except ValueError as trouble:
            self._fault(declared.field, str(trouble))
            return
        if written is None:
            return
        self._written[declared.field] = written
        if not variable.is_secret and holds_a_token(written.text):
            self._fault(
                declared.field,
                f"{written.said_in} holds a bot token. Take it out: it belongs in DISCORD_TOKEN.",
            )

    def _validated(self) -> Settings | None:
        texts = {field: written.text for field, written in self._written.items()}
        try:
            return _SETTINGS.validate_python(texts)
        except ValidationError as errors:
            for error in errors.errors(include_input=False, include_url=False):
                field = str(error["loc"][0])
                if field in self._faulty:
                    continue
                written = self._written.get(field)
                if written is None:
                    self._fault(field, self._missing(field))
                else:
                    self._fault(field, f"{written.said_in} {error['ctx']['error']}")
        return None

    def _fault(self, field: str, sentence: str) -> None:
        self._faulty.add(field)
        self.problems.append(sentence)

    def _missing(self, field: str) -> str:
        (variable,) = (one.variable for one in DECLARED if one.field == field)
        others = self._layers.names - set(_known_names())
        near = difflib.get_close_matches(variable.name, others, 1, 0.8)
        instead = f" There is {_shown(near[0])}; is that it?" if near else ""
        return (
            f"{variable.name} is missing. Copy the bot token from {WHERE_TOKENS_ARE} "
            f"into the environment or into .env.{instead}"
        )

    def _check_chance(self) -> None:
        rng, environment = self._text("rng"), self._text("environment")
        is_seeded = rng == RngKind.SEEDED.value
        if is_seeded and environment in ("", Environment.PRODUCTION.value):
            self._fault(
                "rng",
                "NAZH_RNG=seeded makes rolls that can be foretold, so production refuses it. "
                "Leave NAZH_RNG out, or set APP_ENV to development or test.",
            )
        if self._text("rng_seed") and not is_seeded:
            self._fault(
                "rng_seed",
                "NAZH_RNG_SEED has no effect without NAZH_RNG=seeded. Leave it out, or set both.",
            )

    def _check_shards(self) -> None:
        ids, count = self._written.get("shard_ids"), self._written.get("shard_count")
        if ids is None or self._faulty & {"shard_ids", "shard_count"}:
            return
        if count is None:
            self._fault(
                "shard_ids",
                "NAZH_SHARD_IDS says which shards, and NAZH_SHARD_COUNT does not say of how many. "
                "Set both, or leave both out.",
            )
            return
        try:
            shards_listed(ids.text).among(int(count.text), host_name())
        except ValueError as trouble:
            self._fault("shard_ids", f"{ids.said_in} {trouble}")

    def _check_extras(self) -> None:
        for declared in DECLARED:
            variable = declared.variable
            if declared.field in self._written and variable.extra and not _has(variable.extra):
                self._fault(
                    declared.field,
                    f"{variable.name} needs the extra {variable.extra}, which is not installed. "
                    f"Run {INSTALL}, or leave {variable.name} out.",
                )

    def _text(self, field: str) -> str:
        written = self._written.get(field)
        return written.text.casefold() if written else ""

    def _check_unknown_names(self) -> None:
        known = {name.removeprefix(PREFIX): name for name in _known_names()}
        for name in sorted(self._layers.names - set(_known_names()) - TOLERATED):
            if name.startswith(PREFIX):
                near = difflib.get_close_matches(name.removeprefix(PREFIX), sorted(known), 1, 0.55)
                advice = f"Did you mean {known[near[0]]}?" if near else "Leave it out."
                self.problems.append(f"{_shown(name)} is not a setting. {advice}")

    def _redacted(self, text: str) -> str:
        """Return ``text`` without the secrets, wherever somebody has pasted them."""
        for variable in (one.variable for one in DECLARED if one.variable.is_secret):
            for secret in self._secrets(variable):
                text = text.replace(secret, "…")
        return text

    def _secrets(self, variable: Variable) -> Iterable[str]:
        return (text for name in variable.names for _, text in self._layers.texts(name))


def _has(extra: str) -> bool:
    """Whether what the extra stands for is installed. Imports at most its outermost package."""
    try:
        return find_spec(PACKAGES[extra]) is not None
    except ModuleNotFoundError:
        return False


def _known_names() -> Iterable[str]:
    return (name for declared in DECLARED for name in declared.variable.names)


def _shown(name: str) -> str:
    """Return a name that somebody else chose, where it looks like one; else words for it."""
    return name if _SHOWABLE.fullmatch(name) else f"A variable that begins with {PREFIX}"
