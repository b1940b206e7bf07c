"""Clears the environment for tests of settings."""

from __future__ import annotations

import pytest

from tests.unit.adapters.inbound.settings.environment import own_variables


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in own_variables():
        monkeypatch.delenv(name)
