"""Describes the migration chains of contexts, each with its own scripts and version table.

All facts come from listing and reading the scripts, without importing Alembic or tables.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_CREATED_TABLE: Final = re.compile(r"\bcreate_table\(\s*\"(\w+)\"")


@dataclass(frozen=True, slots=True)
class Migrations:
    """The chain of migrations of one context.

    ``scripts`` is a folder of Alembic scripts named ``<revision>_<what>.py``, whose revisions sort
    in the order of the chain. ``version_table`` holds the revision of a database.
    """

    name: str
    scripts: Path
    version_table: str

    @property
    def revisions(self) -> tuple[str, ...]:
        """Return every revision that this program knows, the oldest first."""
        return tuple(script.name.partition("_")[0] for script in self._files())

    @property
    def newest(self) -> str:
        """Return the newest revision that this program knows."""
        return self.revisions[-1]

    @property
    def tables(self) -> tuple[str, ...]:
        """Return the names of the tables that the scripts create."""
        return tuple(
            name
            for script in self._files()
            for name in _CREATED_TABLE.findall(script.read_text("utf-8"))
        )

    def _files(self) -> list[Path]:
        return sorted(self.scripts.glob("[0-9]*_*.py"))


CORE: Final = Migrations("core", Path(__file__).parent / "versions", "nazh_revision")
"""The chain of the platform, guilds and dice. Every database has it."""
