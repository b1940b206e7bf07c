"""Tests how rate limits are written."""

from __future__ import annotations

import pytest

from nazh.application.shared.rate_limits import RateLimit, parse_rate_limit


def test_a_limit_is_a_number_of_requests_in_a_number_of_seconds() -> None:
    assert parse_rate_limit("30 per 10 seconds") == RateLimit(30, 10)
    assert parse_rate_limit(None) is None


def test_a_limit_that_cannot_be_read_is_an_error() -> None:
    with pytest.raises(ValueError, match="often is not a rate limit"):
        parse_rate_limit("often")
