"""What the tests want from outside the repository, and what happens where it is absent."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import NoReturn

import pytest


def absent(what: str, reason: str, environment: Mapping[str, str] = os.environ) -> NoReturn:
    """Skip the test for want of ``what``; with NAZH_CI fail it, unless NAZH_CI_WITHOUT names it.

    ``.ci/run`` knows the skips that were let off by how their reasons begin.
    """
    is_let_off = what in environment.get("NAZH_CI_WITHOUT", "").split(",")
    if environment.get("NAZH_CI") and not is_let_off:
        pytest.fail(f"{what} is absent: {reason}")
    pytest.skip(f"{what} is absent: {reason}")
