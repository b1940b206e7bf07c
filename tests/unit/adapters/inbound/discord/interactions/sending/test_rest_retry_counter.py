"""Tests that retries of hikari's client are counted from its log."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from hikari.impl import rest

from nazh.adapters.inbound.discord.interactions.sending.rest_retry_counter import (
    LOGGER,
    REASONS,
    RestRetryCounter,
)


@pytest.fixture
def retries() -> Iterator[RestRetryCounter]:
    retry_counter, logger = RestRetryCounter(), logging.getLogger(LOGGER)
    level = logger.level
    retry_counter.listen()
    yield retry_counter
    logger.removeFilter(retry_counter)
    logger.setLevel(level)


def test_retries_are_counted_by_reason(retries: RestRetryCounter) -> None:
    logger = logging.getLogger(LOGGER)
    logger.warning("Received status %s on request, backing off for %.2fs", 500, 1.0)
    logger.warning("Connection error (%s), backing off", "reset")
    logger.error("rate limited on the global bucket (reason: '%s')", "many")
    logger.warning("Something else")

    assert retries.counts() == {"rate_limited": 1, "server_error": 1, "connection_error": 1}


def test_below_the_log_level_retries_are_only_counted(
    retries: RestRetryCounter, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        logging.getLogger(LOGGER).warning("Connection error (%s)", "reset")

    assert retries.counts()["connection_error"] == 1
    assert caplog.records == []


@pytest.mark.parametrize("beginning", REASONS)
def test_hikari_still_says_it_so(beginning: str) -> None:
    assert rest.__file__ is not None
    assert f'"{beginning}' in Path(rest.__file__).read_text()
