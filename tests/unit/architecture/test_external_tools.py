"""Tests that missing external services skip tests, or fail them with NAZH_CI."""

from __future__ import annotations

import pytest

from tests.external_services import absent


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"NAZH_CI": ""},
        {"NAZH_CI": "1", "NAZH_CI_WITHOUT": "openapi"},
        {"NAZH_CI": "yes", "NAZH_CI_WITHOUT": "node,openapi"},
    ],
)
def test_declared_optional_tools_may_skip(environment: dict[str, str]) -> None:
    with pytest.raises(pytest.skip.Exception, match=r"^openapi is absent: no file"):
        absent("openapi", "no file", environment)


@pytest.mark.parametrize(
    "environment",
    [
        {"NAZH_CI": "1"},
        {"NAZH_CI": "true"},
        {"NAZH_CI": "1", "NAZH_CI_WITHOUT": ""},
        {"NAZH_CI": "1", "NAZH_CI_WITHOUT": "node"},
    ],
)
def test_no_other_test_may_skip(environment: dict[str, str]) -> None:
    with pytest.raises(pytest.fail.Exception, match=r"^openapi is absent: no file"):
        absent("openapi", "no file", environment)
