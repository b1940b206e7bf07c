"""Skips tests whose external services are missing."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import NoReturn

import pytest


def absent(what: str, reason: str, environment: Mapping[str, str] = os.environ) -> NoReturn:
    """Skip the test for lack of ``what``; with NAZH_CI fail, unless NAZH_CI_WITHOUT names it.

    ``.ci/run`` recognizes permitted skips by the beginning of their reasons.
    """
    is_let_off = what in environment.get("NAZH_CI_WITHOUT", "").split(",")
    if environment.get("NAZH_CI") and not is_let_off:
        pytest.fail(f"{what} is absent: {reason}")
    pytest.skip(f"{what} is absent: {reason}")
