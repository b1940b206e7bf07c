"""Tests that hostile names of nations and texts of players are refused or harmless."""

from __future__ import annotations

from tests.fuzz.names import fault, run, text_fault


def test_no_hostile_name_pings_hides_or_breaks_a_message() -> None:
    outcomes, faults = run(seed=1, inputs=5_000)

    assert faults == {}
    assert min(outcomes["taken"], outcomes["refused"]) > 100


def test_the_same_seed_gives_the_same_names() -> None:
    assert run(seed=2, inputs=300) == run(seed=2, inputs=300)


def test_a_refused_name_and_a_plain_one_are_no_fault() -> None:
    assert fault("@everyone") is None
    assert fault("New Aurelia") is None


def test_a_text_with_a_hidden_address_is_no_fault() -> None:
    assert text_fault("[Free Nitro](https://evil.example)") is None
    assert text_fault("\\[a\\](https://b) <@1> **loud** @everyone") is None
