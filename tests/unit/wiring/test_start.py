"""Tests that a start, which players may be waiting for, imports no more modules than needed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SPARED = ("alembic", "babel.messages", "matplotlib", "mpmath", "redis", "sqlalchemy.orm")
"""What is dear, and of no use to a bot that goes on with an up-to-date file."""
START = """
import sys
import nazh.bootstrap
from sqlalchemy import create_engine
from nazh.adapters.outbound.sql.migrations.chains import CORE
from nazh.adapters.outbound.sql.migrations.migrating import migrate_all
from nazh.adapters.outbound.sql.databases.factory import new_database
from nazh.adapters.inbound.texts.languages import LANGUAGES, add_catalogues, translator_for

new_database(f"sqlite:///{sys.argv[1]}")
with create_engine(f"sqlite:///{sys.argv[1]}").begin() as connection:
    migrate_all(connection, [CORE])
add_catalogues("nazh.adapters.inbound.texts.dice")
for locale in LANGUAGES:
    translator_for(locale)
print(*sys.modules)
"""


def modules_of_a_start(file: Path) -> set[str]:
    command = (sys.executable, "-c", START, str(file))
    ended = subprocess.run(command, check=True, capture_output=True, text=True)
    return set(ended.stdout.split())


def test_a_start_skips_unneeded_imports(tmp_path: Path) -> None:
    first, second = (modules_of_a_start(tmp_path / "nazh.db") for _ in range(2))

    assert "alembic" in first
    assert [name for name in SPARED if name in second] == []
