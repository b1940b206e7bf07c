"""Reading settings: every problem at once, each one sentence that says how to fix it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter, ValidationError

from nazh.adapters.inbound.settings.choices import Environment, RngKind
from nazh.adapters.inbound.settings.commit import UNKNOWN, commit_of
from nazh.adapters.inbound.settings.database_urls import (
    DatabaseUrl,
    default_database,
    parse_database_url,
)
from nazh.adapters.inbound.settings.parsers import context_names
from nazh.adapters.inbound.settings.settings import DEFAULT_CONTEXTS, Settings
from nazh.adapters.inbound.settings.shard_ids import host_name, parse_shard_ids
from nazh.adapters.inbound.settings.sources import RawValue, SettingSources, Source
from nazh.adapters.inbound.settings.tokens import DEVELOPER_PORTAL, contains_token
from nazh.adapters.inbound.settings.variables import (
    SettingDefinition,
    Variable,
    setting_definitions,
)

IGNORED_NAMES: Final = frozenset({"NAZH_CI", "NAZH_CI_WITHOUT"})
"""Variables of the project's own tools, which say nothing to the bot."""
SETTING_DEFINITIONS: Final = setting_definitions(Settings)
PREFIX: Final = "NAZH_"
EXTRA_PACKAGES: Final[Mapping[str, str]] = {
    "tracing": "opentelemetry.exporter.otlp.proto.http",
    "reports": "sentry_sdk",
    "scale": "redis",
}
"""What is there where an extra of pyproject.toml is installed."""
INSTALL_HINT: Final = "script/setup --full (in a clone; elsewhere see docs/operating.md)"
_SHOWABLE: Final = re.compile(r"[A-Z0-9_]{1,60}")
"""Neither a token nor what would upset a terminal looks like this."""
_SETTINGS: Final = TypeAdapter(Settings)


class InvalidSettings(Exception):
    """The configuration is invalid. ``problems`` has one sentence for each thing to put right."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class EffectiveSetting:
    """One setting as it counts; ``value`` may be shown to anybody."""

    name: str
    value: str
    source: str


@dataclass(frozen=True, slots=True)
class SettingsCheck:
    """What a look at all settings found.

    ``problems`` are to be put right; ``notes`` are worth knowing. No text of it holds a secret.
    """

    settings: tuple[EffectiveSetting, ...]
    notes: tuple[str, ...]
    problems: tuple[str, ...]


def read_settings(
    dotenv: Path | None = Path(".env"), *, known_contexts: Collection[str] = DEFAULT_CONTEXTS
) -> Settings:
    """Return the settings of the environment and ``dotenv``. Raises InvalidSettings.

    ``known_contexts`` are those that NAZH_CONTEXTS may name. An empty variable counts as not set.
    """
    reading = _Reading(SettingSources(dotenv), known_contexts)
    settings = reading.settings()
    if settings is None:
        raise InvalidSettings(tuple(reading.problems))
    if settings.commit == UNKNOWN:
        return replace(settings, commit=commit_of(()))
    return settings


def check_settings(
    dotenv: Path | None = Path(".env"), *, known_contexts: Collection[str] = DEFAULT_CONTEXTS
) -> SettingsCheck:
    """Return every setting of the environment and ``dotenv`` with its source, and what is wrong."""
    reading = _Reading(SettingSources(dotenv), known_contexts)
    reading.settings()
    effective = tuple(map(reading.effective, SETTING_DEFINITIONS))
    return SettingsCheck(effective, tuple(reading.notes()), tuple(reading.problems))


def read_database_url(dotenv: Path | None = Path(".env")) -> DatabaseUrl:
    """Return where rolls are kept, whatever else is set. Raises InvalidSettings."""
    sources = SettingSources(dotenv)
    (variable,) = (one.variable for one in SETTING_DEFINITIONS if one.field == "database_url")
    problems, written = list(sources.problems), None
    try:
        written = sources.written(variable)
    except ValueError as error:
        problems.append(str(error))
    try:
        address = default_database() if written is None else parse_database_url(written.text)
    except ValueError as error:
        named_by = variable.name if written is None else written.named_by
        raise InvalidSettings((*problems, f"{named_by} {error}")) from None
    if problems:
        raise InvalidSettings(tuple(problems))
    return address


def read_contexts(dotenv: Path | None = Path(".env")) -> tuple[str, ...]:
    """Return the contexts that are switched on, whatever else is set; the usual ones by default."""
    (variable,) = (one.variable for one in SETTING_DEFINITIONS if one.field == "contexts")
    try:
        written = SettingSources(dotenv).written(variable)
        return DEFAULT_CONTEXTS if written is None else context_names(written.text)
    except ValueError:
        return DEFAULT_CONTEXTS


class _Reading:
    """Turns what is written into settings and collects what is wrong with it."""

    def __init__(self, sources: SettingSources, known_contexts: Collection[str]) -> None:
        self.problems = list(sources.problems)
        self._known_contexts = known_contexts
        self._sources = sources
        self._faulty: set[str] = set()
        self._written: dict[str, RawValue] = {}

    def settings(self) -> Settings | None:
        """Return the settings; ``None`` where there are problems. To be called once."""
        for definition in SETTING_DEFINITIONS:
            self._find(definition)
        settings = self._validated()
        self._check_contexts()
        self._check_rng()
        self._check_shards()
        self._check_extras()
        self._check_unknown_names()
        return None if self.problems else settings

    def effective(self, definition: SettingDefinition) -> EffectiveSetting:
        """Return how a setting counts."""
        variable, written = definition.variable, self._written.get(definition.field)
        if definition.field in self._faulty:
            value = "missing" if definition.is_required and written is None else "not valid"
        elif written is None:
            value = variable.unset or definition.default
        else:
            value = "set, not shown" if variable.is_secret else self._redacted(written.text)
        source = Source.DEFAULT if written is None else written.source
        return EffectiveSetting(variable.name, value, source.value)

    def notes(self) -> Iterable[str]:
        """Return a sentence for each variable that two layers write differently."""
        for name in (
            name for definition in SETTING_DEFINITIONS for name in definition.variable.names
        ):
            if len({text for _, text in self._sources.texts(name)}) > 1:
                yield f"{name} in the environment wins over another value of it in .env."

    def _find(self, definition: SettingDefinition) -> None:
        variable = definition.variable
        try:
            written = self._sources.written(variable)
        except ValueError as error:
            self._fault(definition.field, str(error))
            return
        if written is None:
            return
        self._written[definition.field] = written
        if not variable.is_secret and contains_token(written.text):
            self._fault(
                definition.field,
                f"{written.named_by} holds a bot token. Take it out: it belongs in DISCORD_TOKEN.",
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
                    self._fault(field, f"{written.named_by} {error['ctx']['error']}")
        return None

    def _fault(self, field: str, sentence: str) -> None:
        self._faulty.add(field)
        self.problems.append(sentence)

    def _missing(self, field: str) -> str:
        (variable,) = (one.variable for one in SETTING_DEFINITIONS if one.field == field)
        others = self._sources.names - set(_known_names())
        near = difflib.get_close_matches(variable.name, others, 1, 0.8)
        instead = f" There is {_displayable(near[0])}; is that it?" if near else ""
        return (
            f"{variable.name} is missing. Copy the bot token from {DEVELOPER_PORTAL} "
            f"into the environment or into .env.{instead}"
        )

    def _check_contexts(self) -> None:
        written = self._written.get("contexts")
        if written is None or "contexts" in self._faulty:
            return
        for name in context_names(written.text):
            if name not in self._known_contexts:
                near = difflib.get_close_matches(name, self._known_contexts, 1, 0.5)
                known = ", ".join(self._known_contexts)
                advice = f"Did you mean {near[0]}?" if near else f"There are: {known}."
                self._fault("contexts", f"{written.named_by} names {name}, unknown here. {advice}")

    def _check_rng(self) -> None:
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
            parse_shard_ids(ids.text).on_host(int(count.text), host_name())
        except ValueError as error:
            self._fault("shard_ids", f"{ids.named_by} {error}")

    def _check_extras(self) -> None:
        for definition in SETTING_DEFINITIONS:
            variable = definition.variable
            if (
                definition.field in self._written
                and variable.extra
                and not _is_installed(variable.extra)
            ):
                self._fault(
                    definition.field,
                    f"{variable.name} needs the extra {variable.extra}, which is not installed. "
                    f"Run {INSTALL_HINT}, or leave {variable.name} out.",
                )

    def _text(self, field: str) -> str:
        written = self._written.get(field)
        return written.text.casefold() if written else ""

    def _check_unknown_names(self) -> None:
        known = {name.removeprefix(PREFIX): name for name in _known_names()}
        for name in sorted(self._sources.names - set(_known_names()) - IGNORED_NAMES):
            if name.startswith(PREFIX):
                near = difflib.get_close_matches(name.removeprefix(PREFIX), sorted(known), 1, 0.55)
                advice = f"Did you mean {known[near[0]]}?" if near else "Remove it."
                self.problems.append(f"{_displayable(name)} is not a setting. {advice}")

    def _redacted(self, text: str) -> str:
        """Return ``text`` without the secrets, wherever somebody has pasted them."""
        for variable in (one.variable for one in SETTING_DEFINITIONS if one.variable.is_secret):
            for secret in self._secrets(variable):
                text = text.replace(secret, "…")
        return text

    def _secrets(self, variable: Variable) -> Iterable[str]:
        return (text for name in variable.names for _, text in self._sources.texts(name))


def _is_installed(extra: str) -> bool:
    """Whether what the extra stands for is installed. Imports at most its outermost package."""
    try:
        return find_spec(EXTRA_PACKAGES[extra]) is not None
    except ModuleNotFoundError:
        return False


def _known_names() -> Iterable[str]:
    return (name for definition in SETTING_DEFINITIONS for name in definition.variable.names)


def _displayable(name: str) -> str:
    """Return a name that somebody else chose, where it looks like one; else words for it."""
    return name if _SHOWABLE.fullmatch(name) else f"A variable that begins with {PREFIX}"
