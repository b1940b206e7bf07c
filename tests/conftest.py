"""Options of the whole suite: ``--renew-golden`` writes the golden files anew."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

# Before any test imports lightbulb, or its injection could not be switched off any more.
import nazh.adapters.inbound.discord  # noqa: F401

GOLDEN = Path(__file__).parent / "golden"
CheckGolden = Callable[[str, str], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--renew-golden", action="store_true", help="write golden files anew; then read the diff"
    )


@pytest.fixture
def check_golden(request: pytest.FixtureRequest) -> CheckGolden:
    """Compare a text with ``tests/golden/<name>``, or write it there with ``--renew-golden``."""

    def check(name: str, text: str) -> None:
        file = GOLDEN / name
        if request.config.getoption("--renew-golden"):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
        assert file.is_file(), f"{file} is missing; run pytest with --renew-golden to write it"
        assert text == file.read_text("utf-8")

    return check
