"""Parses settings one by one, checks them against each other, and collects all problems."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import chain
from typing import Final

from nazh.adapters.inbound.settings.sections.platform import (
    DEFAULT_CONTEXTS,
)
from nazh.adapters.inbound.settings.settings import SECTIONS, Section, Settings
from nazh.adapters.inbound.settings.sources.environment import RawValue, SettingSources, Source
from nazh.adapters.inbound.settings.values.choices import Environment, RngKind
from nazh.adapters.inbound.settings.values.database_urls import default_database
from nazh.adapters.inbound.settings.values.parsers import parse_contexts
from nazh.adapters.inbound.settings.values.shard_ids import host_name, parse_shard_ids
from nazh.adapters.inbound.settings.values.tokens import DEVELOPER_PORTAL, contains_token
from nazh.adapters.inbound.settings.variables import Variable, variables_of

IGNORED_NAMES: Final = frozenset({"NAZH_CI", "NAZH_CI_WITHOUT"})
"""Variables of the project's own tools, which the bot ignores."""
PREFIX: Final = "NAZH_"
EXTRA_PACKAGES: Final[Mapping[str, str]] = {
    "tracing": "opentelemetry.exporter.otlp.proto.http",
    "reports": "sentry_sdk",
    "scale": "redis",
}
"""The module of each extra in pyproject.toml."""
INSTALL_HINT: Final = "script/setup --full (in a clone; elsewhere see docs/operating.md)"
_DATABASE: Final = "NAZH_DATABASE_URL"
_CONTEXTS: Final = "NAZH_CONTEXTS"
_SHARD_COUNT: Final = "NAZH_DISCORD_SHARD_COUNT"
_SHARD_IDS: Final = "NAZH_DISCORD_SHARD_IDS"
_SHOWABLE: Final = re.compile(r"[A-Z0-9_]{1,60}")
"""Names that cannot be a token, and are safe to print to a terminal."""

ContextSections = Mapping[str, Callable[[], Sequence[type]]]
"""Functions that import the settings sections of each context, by the context's name."""


@dataclass(frozen=True, slots=True)
class EffectiveSetting:
    """The effective value of a setting; ``value`` may be shown to anybody."""

    name: str
    value: str
    source: str


class SettingReader:
    """Parses raw values into sections of settings, and collects problems in ``problems``."""

    def __init__(self, sources: SettingSources, contexts: ContextSections) -> None:
        self.problems = list(sources.problems)
        self._sources = sources
        self._contexts = contexts
        self._variables: dict[str, Variable] = {}
        self._written: dict[str, RawValue] = {}
        self._values: dict[str, object] = {}
        self._faulty: set[str] = set()

    def settings(self) -> Settings | None:
        """Return the settings, or ``None`` if there are problems. Call it once."""
        for section in SECTIONS.values():
            self.read(section)
        loaded = (self._contexts[name]() for name in self.contexts() if name in self._contexts)
        of_contexts = tuple(chain.from_iterable(loaded))
        for section in of_contexts:
            self.read(section)
        self._check_contexts()
        self.check_default_database()
        self._check_rng()
        self._check_shards()
        self._check_extras()
        self._check_unknown_names()
        if self.problems:
            return None
        sections: dict[str, object] = {name: self.section(kind) for name, kind in SECTIONS.items()}
        make: Callable[..., Settings] = Settings
        return make(
            **sections,
            context_sections=tuple(map(self.section, of_contexts)),
            warnings=tuple(self._warnings()),
        )

    def read(self, section: type) -> None:
        """Find and parse every setting of ``section``; problems are collected."""
        for variable in variables_of(section).values():
            self._variables[variable.name] = variable
            try:
                written = self._sources.written(variable)
            except ValueError as error:
                self._fault(variable.name, str(error))
                continue
            if written is not None:
                self._written[variable.name] = written
                self._parse(variable, written)
            elif variable.is_required:
                self._fault(variable.name, self._missing(variable))

    def section(self, kind: type[Section]) -> Section:
        """Return the section ``kind`` with the values read so far."""
        make: Callable[..., Section] = kind
        named = {field: variable.name for field, variable in variables_of(kind).items()}
        values = {
            field: self._values[name] for field, name in named.items() if name in self._values
        }
        return make(**values)

    def contexts(self) -> tuple[str, ...]:
        """Return the names of the contexts that are on; the default ones if they are invalid."""
        written = self._written.get(_CONTEXTS)
        if written is None or _CONTEXTS in self._faulty:
            return DEFAULT_CONTEXTS
        return parse_contexts(written.text)

    def effective(self) -> Iterator[EffectiveSetting]:
        """Return the effective value of each setting."""
        for name, variable in self._variables.items():
            written = self._written.get(name)
            if name in self._faulty:
                value = "missing" if variable.is_required and written is None else "not valid"
            elif written is None:
                value = variable.unset or variable.default
            else:
                value = "set, not shown" if variable.is_secret else self._redacted(written.text)
            source = Source.DEFAULT if written is None else written.source
            yield EffectiveSetting(name, value, source.value)

    def notes(self) -> Iterator[str]:
        """Return the warnings, and sentences about settings that are hidden or not read."""
        yield from self._warnings()
        for name in self._known_names():
            if len({text for _, text in self._sources.texts(name)}) > 1:
                yield f"{name} in the environment overrides its value in .env."
        for name in sorted(self._sources.names):
            if (context := self._switched_off(name)) and self._sources.texts(name):
                yield f"{_displayable(name)} is not read: {_CONTEXTS} does not name {context}."

    def _warnings(self) -> Iterator[str]:
        """Return sentences about settings renamed or repeated, and secrets that others can read."""
        yield from self._sources.renamed
        for name in self._known_names():
            if name in self._sources.repeated:
                yield f".env sets {name} to several values. The last one counts."
        secrets = (
            name
            for name, written in self._written.items()
            if self._variables[name].is_secret and written.source is Source.DOTENV
        )
        secret = next(secrets, None)
        if secret is not None and self._sources.is_dotenv_public:
            yield (
                f"Every user of this machine can read .env, and {secret} is in it. "
                "Run chmod 600 .env."
            )

    def _parse(self, variable: Variable, written: RawValue) -> None:
        if not variable.is_secret and contains_token(written.text):
            self._fault(
                variable.name,
                f"{written.named_by} holds a bot token. Take it out: it belongs in DISCORD_TOKEN.",
            )
            return
        try:
            self._values[variable.name] = variable.parse(written.text)
        except ValueError as error:
            self._fault(variable.name, f"{written.named_by} {error}")

    def _fault(self, name: str, sentence: str) -> None:
        self._faulty.add(name)
        self.problems.append(sentence)

    def _missing(self, variable: Variable) -> str:
        others = self._sources.names - set(variable.names)
        near = difflib.get_close_matches(variable.name, others, 1, 0.8)
        instead = f" There is {_displayable(near[0])}; is that it?" if near else ""
        return (
            f"{variable.name} is missing. Copy the bot token from {DEVELOPER_PORTAL} "
            f"into the environment or into .env.{instead}"
        )

    def _check_contexts(self) -> None:
        written = self._written.get(_CONTEXTS)
        if written is None:
            return
        for name in self.contexts():
            if name not in self._contexts:
                near = difflib.get_close_matches(name, self._contexts, 1, 0.5)
                advice = (
                    f"Did you mean {near[0]}?"
                    if near
                    else f"There are: {', '.join(self._contexts)}."
                )
                self._fault(_CONTEXTS, f"{written.named_by} names {name}, unknown here. {advice}")

    def check_default_database(self) -> None:
        """Collect a problem if no database is named and the default one has no directory."""
        if self._written.get(_DATABASE) is None:
            try:
                default_database()
            except ValueError as error:
                self._fault(_DATABASE, f"{_DATABASE} {error}")

    def _check_rng(self) -> None:
        is_seeded = self._text("NAZH_RNG") == RngKind.SEEDED.value
        if is_seeded and self._text("APP_ENV") in ("", Environment.PRODUCTION.value):
            self._fault(
                "NAZH_RNG",
                "NAZH_RNG=seeded makes rolls predictable, so production refuses it. "
                "Leave NAZH_RNG out, or set APP_ENV to development or test.",
            )
        if self._text("NAZH_RNG_SEED") and not is_seeded:
            self._fault(
                "NAZH_RNG_SEED",
                "NAZH_RNG_SEED has no effect without NAZH_RNG=seeded. Leave it out, or set both.",
            )

    def _check_shards(self) -> None:
        ids, count = self._written.get(_SHARD_IDS), self._written.get(_SHARD_COUNT)
        if ids is None or self._faulty & {_SHARD_IDS, _SHARD_COUNT}:
            return
        if count is None:
            self._fault(
                _SHARD_IDS,
                f"{ids.named_by} says which shards, and {_SHARD_COUNT} does not say of how many. "
                "Set both, or leave both out.",
            )
            return
        try:
            parse_shard_ids(ids.text).on_host(int(count.text), host_name())
        except ValueError as error:
            self._fault(_SHARD_IDS, f"{ids.named_by} {error}")

    def _check_extras(self) -> None:
        for name, variable in self._variables.items():
            if name in self._written and variable.extra and not _is_installed(variable.extra):
                self._fault(
                    name,
                    f"{name} needs the extra {variable.extra}, which is not installed. "
                    f"Run {INSTALL_HINT}, or leave {name} out.",
                )

    def _check_unknown_names(self) -> None:
        known = {name.removeprefix(PREFIX): name for name in self._known_names()}
        for name in sorted(self._sources.names - set(known.values()) - IGNORED_NAMES):
            if name.startswith(PREFIX) and not self._switched_off(name):
                near = difflib.get_close_matches(name.removeprefix(PREFIX), sorted(known), 1, 0.55)
                advice = f"Did you mean {known[near[0]]}?" if near else "Remove it."
                self.problems.append(f"{_displayable(name)} is not a setting. {advice}")

    def _switched_off(self, name: str) -> str | None:
        """Return the context that is off and whose prefix ``name`` has, if there is one."""
        off = (context for context in self._contexts if context not in self.contexts())
        return next(
            (context for context in off if name.startswith(f"{PREFIX}{context.upper()}_")), None
        )

    def _known_names(self) -> Iterable[str]:
        return chain.from_iterable(variable.names for variable in self._variables.values())

    def _text(self, name: str) -> str:
        written = self._written.get(name)
        return written.text.casefold() if written else ""

    def _redacted(self, text: str) -> str:
        """Return ``text`` without any secret that an operator has pasted into it."""
        secrets = (variable for variable in self._variables.values() if variable.is_secret)
        for name in chain.from_iterable(secret.names for secret in secrets):
            for _, secret in self._sources.texts(name):
                text = text.replace(secret, "…")
        return text


def _is_installed(extra: str) -> bool:
    """Return whether an extra is installed. Imports at most its top-level package."""
    try:
        return find_spec(EXTRA_PACKAGES[extra]) is not None
    except ModuleNotFoundError:
        return False


def _displayable(name: str) -> str:
    """Return a variable's name if it is safe to print, or else a description."""
    return name if _SHOWABLE.fullmatch(name) else f"A variable that begins with {PREFIX}"
