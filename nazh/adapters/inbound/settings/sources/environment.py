"""Reads the environment, ``.env``, and the files of secrets that they name."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Final

from dotenv.main import resolve_variables
from dotenv.parser import parse_stream

from nazh.adapters.inbound.settings.sources.renamed import CURRENT_NAMES
from nazh.adapters.inbound.settings.variables import Variable

MAX_SECRET_BYTES: Final = 65_536
"""The maximum number of bytes in a secret file, because reading a device would never end."""
_FILE: Final = "_FILE"


class Source(Enum):
    """Where a setting comes from; the value is shown to operators."""

    ENVIRONMENT = "environment"
    DOTENV = ".env"
    FILE = "file"
    DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class RawValue:
    """The raw value of a setting, which is not empty and has no space around it.

    ``named_by`` names the variable, or the file that a variable names.
    """

    text: str
    source: Source
    named_by: str


class SettingSources:
    """The raw values of all sources. The environment wins; an empty variable counts as not set.

    ``problems`` has a sentence for each source that could not be read, and ``renamed`` one for each
    variable that is set by its previous name. That name is replaced by the current one.
    ``repeated`` has the names that ``.env`` sets to several values, of which the last one counts.
    ``is_dotenv_public`` is true if all users of the machine can read ``.env``.
    """

    def __init__(self, dotenv: Path | None) -> None:
        self.problems: list[str] = []
        self.repeated: frozenset[str] = frozenset()
        self._sources = {
            Source.ENVIRONMENT: _stripped(os.environ),
            Source.DOTENV: self._read_dotenv(dotenv),
        }
        self.is_dotenv_public = dotenv is not None and _is_readable_by_all(dotenv)
        self._previous: dict[str, str] = {}
        self.renamed = tuple(self._replace_previous_names())

    @property
    def names(self) -> frozenset[str]:
        """Every name in any source."""
        return frozenset().union(*self._sources.values())

    def texts(self, name: str) -> tuple[tuple[Source, str], ...]:
        """Return the values of ``name``, the one with precedence first, without empty ones."""
        texts = ((source, values.get(name, "")) for source, values in self._sources.items())
        return tuple((source, text) for source, text in texts if text)

    def written(self, variable: Variable) -> RawValue | None:
        """Return the raw value of ``variable``, or ``None`` if it is not set.

        Raises ``ValueError`` with a sentence if it is set twice or its file cannot be read.
        """
        name_of_file = variable.name + _FILE if variable.is_secret else ""
        named, filed = self.texts(variable.name), self.texts(name_of_file)
        if named and filed:
            raise ValueError(f"{variable.name} and {name_of_file} are both set. Keep one of them.")
        if filed:
            named_by = f"The file that {name_of_file} names"
            return RawValue(_read_secret(Path(filed[0][1]), name_of_file), Source.FILE, named_by)
        for name in filter(None, (variable.name, variable.also)):
            for source, text in self.texts(name):
                return RawValue(text, source, self._previous.get(name, name))
        return None

    def _replace_previous_names(self) -> Iterator[str]:
        for previous, name in CURRENT_NAMES.items():
            is_set, is_previous_set = bool(self.texts(name)), bool(self.texts(previous))
            for values in self._sources.values():
                text = values.pop(previous, "")
                if text and not is_set:
                    values[name] = text
                    self._previous[name] = previous
            if is_previous_set:
                yield f"{previous} is now {name}" + (
                    f", which is also set and counts. Remove {previous}."
                    if is_set
                    else "; the old name works until the next release."
                )

    def _read_dotenv(self, dotenv: Path | None) -> dict[str, str]:
        if dotenv is None or not os.path.lexists(dotenv):
            return {}
        try:
            mode = dotenv.stat().st_mode
            # Programs that keep secrets offer them in a pipe.
            if not (stat.S_ISREG(mode) or stat.S_ISFIFO(mode)):
                self.problems.append(f"{dotenv} is not a file. Put a file there, or remove it.")
                return {}
            with dotenv.open(encoding="utf-8-sig") as file:
                bindings = tuple(parse_stream(file))
        except UnicodeDecodeError:
            self.problems.append(f"{dotenv} cannot be read. Write it as UTF-8 text.")
            return {}
        except OSError as error:
            self.problems.append(
                f"{dotenv} cannot be read ({error.strerror}). "
                "Check that it is there and readable for this user."
            )
            return {}
        self.problems += [
            f"{dotenv} cannot be read from line {binding.original.line} on. "
            "Write NAME=value, one on each line."
            for binding in bindings
            if binding.error
        ]
        pairs = [(binding.key, binding.value) for binding in bindings if binding.key is not None]
        values = resolve_variables(pairs, override=True)
        different = Counter(name.upper() for name, _ in set(pairs))
        self.repeated = frozenset(name for name, count in different.items() if count > 1)
        self.problems += [
            f"{dotenv} has a line without a value. Write NAME=value, one on each line."
            for value in values.values()
            if value is None
        ]
        # A process that is started with such a variable cannot be started at all.
        if any("\0" in f"{name}{value}" for name, value in values.items()):
            self.problems.append(
                f"{dotenv} has a NUL, which no variable can have. Write it as UTF-8 text."
            )
            return {}
        return _stripped(values)


def _stripped(variables: Mapping[str, str | None]) -> dict[str, str]:
    return {name.upper(): (text or "").strip() for name, text in variables.items()}


def _read_secret(path: Path, named_by: str) -> str:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise ValueError(f"{named_by} names something that is not a file. Name a file.")
        with path.open("rb") as file:
            content = file.read(MAX_SECRET_BYTES + 1)
    except OSError as error:
        raise ValueError(
            f"{named_by} names a file that cannot be read ({error.strerror}). "
            "Check that it is there and readable for this user."
        ) from None
    if len(content) > MAX_SECRET_BYTES:
        raise ValueError(f"{named_by} names a file that is too large to be a secret.")
    try:
        text = content.decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        raise ValueError(f"{named_by} names a file that is not UTF-8 text.") from None
    if not text:
        raise ValueError(f"{named_by} names a file that is empty. Write the secret into it.")
    return text


def _is_readable_by_all(file: Path) -> bool:
    try:
        return bool(file.stat().st_mode & stat.S_IROTH)
    except OSError:
        return False
