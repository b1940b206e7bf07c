"""Reads the files of faces, each of which has the settings of one bot."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from nazh.adapters.inbound.settings.reading import InvalidSettings
from nazh.adapters.inbound.settings.sources.environment import SettingSources, Source

SUFFIX: Final = ".env"
MAX_FACES: Final = 20
_NAME: Final = re.compile(r"[a-z][a-z0-9-]{0,31}")
_TOKENS: Final = ("DISCORD_TOKEN", "DISCORD_TOKEN_FILE")


@dataclass(frozen=True, slots=True)
class FaceFile:
    """The settings of one face; ``variables`` contain secrets."""

    name: str
    variables: Mapping[str, str] = field(repr=False)
    is_public: bool = False
    """True if every user of the machine can read the file."""

    @property
    def token(self) -> str:
        """The token, or the name of its file; empty if the file has none."""
        return next((self.variables[name] for name in _TOKENS if name in self.variables), "")


def read_faces(directory: Path) -> tuple[FaceFile, ...]:
    """Return the faces in ``directory``, one for each ``<name>.env``, by their names.

    Raises InvalidSettings, which never contains a value.
    """
    try:
        files = sorted(path for path in directory.iterdir() if path.name.endswith(SUFFIX))
    except OSError as error:
        raise InvalidSettings(
            (f"{directory} cannot be read ({error.strerror}). Name a directory of .env files.",)
        ) from None
    problems: list[str] = []
    faces = tuple(_read(file, problems) for file in files)
    problems += _problems_of_all(directory, faces)
    if problems:
        raise InvalidSettings(tuple(problems))
    return faces


def _read(file: Path, problems: list[str]) -> FaceFile:
    sources = SettingSources(file)
    problems += sources.problems
    name = file.name.removesuffix(SUFFIX)
    if not _NAME.fullmatch(name):
        problems.append(
            f"{file} does not name a face. Use up to 32 lower-case letters, digits and hyphens, "
            "as in dice.env; a letter comes first."
        )
    variables = {
        key: text
        for key in sources.names
        for source, text in sources.texts(key)
        if source is Source.DOTENV
    }
    face = FaceFile(name, variables, sources.is_dotenv_public)
    if not face.token and not sources.problems:
        problems.append(f"{file} has no DISCORD_TOKEN. Write it there, or DISCORD_TOKEN_FILE.")
    return face


def _problems_of_all(directory: Path, faces: tuple[FaceFile, ...]) -> Iterator[str]:
    if not faces:
        yield f"{directory} has no face. Put a file there for each, such as dice.env."
    if len(faces) > MAX_FACES:
        yield f"{directory} has {len(faces)} faces, and at most {MAX_FACES} are possible."
    by_token: dict[str, str] = {}
    for face in faces:
        other = by_token.setdefault(face.token, face.name)
        if face.token and other != face.name:
            yield f"The faces {other} and {face.name} have the same token. Give each its own."
