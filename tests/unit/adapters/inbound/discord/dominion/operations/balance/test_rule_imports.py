"""Tests that the message with the changes of an import carries all of them, and fits Discord."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nazh.adapters.inbound.discord.dominion.operations.balance.rule_imports import import_now_form
from nazh.adapters.inbound.discord.errors import InvalidComponent
from nazh.adapters.inbound.discord.interactions.sending.embed_limits import DESCRIPTION_CHARACTERS
from nazh.adapters.inbound.texts.dominion.operations.balance import import_question, shown_lines
from nazh.adapters.inbound.texts.languages import ENGLISH
from nazh.adapters.outbound.rulesets.toml_rulesets import RULES, TomlRulesets, written_value
from nazh.application.dominion.operations.balance.import_rules import MAX_IMPORTED
from nazh.application.dominion.operations.balance.planned_rules import PlannedChange
from nazh.domain.dominion.rules.written_values import read_values

RULESETS = TomlRulesets("classic")


def change(key: str) -> PlannedChange:
    """Return a change of a rule between the longest values that it can have."""
    most = max(
        (written_value(bound).replace(",", "") for bound in (RULES[key].least, RULES[key].most)),
        key=len,
    )
    return PlannedChange(RULESETS.value(RULESETS.current(), key), most, 490_000)


@given(st.lists(st.sampled_from(RULESETS.rule_names()), min_size=1, max_size=60, unique=True))
def test_the_confirmation_reads_what_was_shown(keys: list[str]) -> None:
    changes = tuple(map(change, keys))

    lines_shown = shown_lines(import_question(changes, ENGLISH))

    assert read_values(lines_shown) == {planned.before.key: planned.after for planned in changes}


def test_the_longest_import_fits_into_a_message() -> None:
    lines = sorted(RULESETS.rule_names(), key=lambda key: len(f"{key}{change(key).after}"))
    changes = tuple(map(change, lines[-MAX_IMPORTED:]))
    longest = tuple(
        PlannedChange(
            RULESETS.value(RULESETS.current(), planned.before.key), "10000000", planned.hour
        )
        for planned in changes
    )

    assert len(import_question(longest, ENGLISH)) <= DESCRIPTION_CHARACTERS


@pytest.mark.parametrize("message", [None, SimpleNamespace(embeds=())])
async def test_a_confirmation_without_its_message_is_not_ours(message: object) -> None:
    interaction: Any = SimpleNamespace(message=message)
    unused: Any = None

    with pytest.raises(InvalidComponent):
        await import_now_form(unused)(interaction, "1.0")


def test_another_message_has_no_lines() -> None:
    assert shown_lines("## Aurelia") == ""
