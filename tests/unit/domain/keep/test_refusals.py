"""Tests that every refusal of Keep says what to do about it."""

from __future__ import annotations

import inspect
from types import ModuleType

import pytest

from nazh.domain.keep import errors
from nazh.domain.keep.consoles import errors as console_errors
from nazh.domain.keep.consoles.errors import CircuitOpen, ReplyTooLarge
from nazh.domain.kernel.errors import Refusal


def refusals_in(module: ModuleType) -> list[type[Refusal]]:
    """Return the refusals that are defined in a module, without base classes."""
    return [
        kind
        for _, kind in inspect.getmembers(module, inspect.isclass)
        if issubclass(kind, Refusal)
        and kind.__module__ == module.__name__
        and hasattr(kind, "code")
    ]


@pytest.mark.parametrize(
    "refusal",
    [*refusals_in(errors), *refusals_in(console_errors)],
    ids=lambda refusal: refusal.__name__,
)
def test_every_refusal_says_what_to_do_about_it(refusal: type[Refusal]) -> None:
    assert refusal.remedy is not None


def test_a_reply_that_is_too_large_is_refused_with_the_limit() -> None:
    assert "larger than 1,024 KiB" in str(ReplyTooLarge(1_024))


@pytest.mark.parametrize(
    ("seconds", "says"), [(1, "1 s"), (59, "59 s"), (60, "1 min"), (61, "2 min")]
)
def test_the_time_until_the_next_attempt_is_short_to_read(seconds: int, says: str) -> None:
    assert str(CircuitOpen(seconds)).endswith(f" tried again in {says}.")
