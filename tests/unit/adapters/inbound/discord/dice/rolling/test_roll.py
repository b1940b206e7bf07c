"""Tests ``/roll`` as loaded by lightbulb."""

from __future__ import annotations

import lightbulb


def test_lightbulbs_injection_is_off() -> None:
    assert not lightbulb.di.DI_ENABLED
