"""Tests that contexts which need a database are refused without one."""

from __future__ import annotations

import pytest

from nazh.adapters.inbound.cli.run import CannotRun
from nazh.wiring.stores import new_database


def test_memory_is_no_database() -> None:
    with pytest.raises(CannotRun, match="needs a database, and NAZH_DATABASE_URL is memory:"):
        new_database("memory:", ())
