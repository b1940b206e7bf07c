"""Defines options of the whole suite, such as ``--renew-golden``."""

from __future__ import annotations

import gc
import signal
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Must run before any test imports lightbulb, to switch off its injection.
import nazh.adapters.inbound.discord  # noqa: F401  # for what the import does
from nazh.adapters.inbound.texts import dice, guilds
from nazh.adapters.inbound.texts.languages import add_catalogues

for context in (dice, guilds):  # as the program does with its contexts
    add_catalogues(context.__name__)
HERE = Path(__file__).parent
GOLDEN = HERE / "golden"
LONG_FIRST = (
    *("benchmarks", "e2e/faults", "e2e", "browser"),
    *("mutation", "ops", "deploy", "localcord", "contract", "fuzz", "unit"),
)
"""Folders, those with the longest files first.

Files are distributed to workers in this order, so that no worker gets a long file at the end.
"""
CheckGolden = Callable[[str, str], None]

# The duration of an example depends on the machine, so there is no deadline.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--renew-golden", action="store_true", help="write golden files anew; then read the diff"
    )


def pytest_configure() -> None:
    """Undo that a parent such as nohup ignores signals: programs that tests start inherit it.

    They do not inherit a handler, and this process stays as immune to SIGHUP as nohup made it.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
        signal.signal(signal.SIGHUP, lambda _number, _frame: None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sort the slowest folders first, and mark tests on PostgreSQL as slow.

    On PostgreSQL, hundreds of tests take several times as long as on SQLite.
    """
    items.sort(key=lambda item: _rank(item.path))
    for item in items:
        if "postgresql" in item.name:
            item.add_marker("slow")


def pytest_collection_finish() -> None:
    """Spare the collector of garbage the tests themselves: a sixth of the time of fast tests."""
    gc.collect()
    gc.freeze()


@cache
def _rank(path: Path) -> int:
    folders = [path.is_relative_to(HERE / folder) for folder in LONG_FIRST]
    return folders.index(True) if True in folders else len(folders)


@pytest.fixture
def check_golden(request: pytest.FixtureRequest) -> CheckGolden:
    """Compare a text with ``tests/golden/<name>``, or write it there with ``--renew-golden``."""

    def check(name: str, text: str) -> None:
        file = GOLDEN / name
        if request.config.getoption("--renew-golden"):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
        assert file.is_file(), f"{file} is missing; run pytest with --renew-golden to write it"
        assert text == file.read_text("utf-8"), (
            f"{name} differs; if it should, run pytest with --renew-golden, then read the diff"
        )

    return check
