"""Tests that no sequence of wars, treaties and offers of peace breaks an invariant (section 6)."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

from tests.contract.war_machine import WarMachine

WarMachine.TestCase.settings = settings(
    derandomize=True,
    deadline=None,
    max_examples=4,
    stateful_step_count=40,
    suppress_health_check=list(HealthCheck),
)
TestWarInvariants = pytest.mark.slow(WarMachine.TestCase)
