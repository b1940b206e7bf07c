"""Tests the history's messages, and the state in their buttons."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nazh.adapters.inbound.discord.dice.custom_ids import custom_id
from nazh.adapters.inbound.discord.dice.history.history_messages import (
    OLDER,
    PER_PAGE,
    TEXT_CHARACTERS,
    entry_message,
    history_body,
    read_place,
    read_state,
    written_state,
)
from nazh.adapters.inbound.discord.errors import InvalidComponent
from nazh.adapters.inbound.discord.interactions.component_router import CUSTOM_ID_CHARACTERS
from nazh.adapters.inbound.texts.dice.history import SPANS
from nazh.adapters.inbound.texts.languages import translator_for
from nazh.application.dice.history.list_history import HistoryFilter, HistoryPage, HistoryScope
from nazh.application.dice.ports import ArchiveEntry
from nazh.domain.dice import COSMERE, NAZH, parse_roll, throw
from nazh.domain.dice.limits import Limits
from nazh.domain.dice.records import RollRecord
from nazh.domain.kernel.identity import ChannelId, RequestId, UserId
from tests.conftest import CheckGolden
from tests.doubles.clock import FrozenClock
from tests.doubles.rng import ScriptedRng

FILTERS = st.builds(
    HistoryFilter,
    st.sampled_from(HistoryScope),
    st.none() | st.integers(1, 2**63 - 1).map(UserId),
    st.text(max_size=TEXT_CHARACTERS),
    st.none() | st.sampled_from(list(SPANS)),
)


def entry(sequence: int, notation: str, *faces: int) -> ArchiveEntry:
    thrown = throw(parse_roll(notation), ScriptedRng(faces))
    now = FrozenClock().now()
    return ArchiveEntry(
        sequence,
        RollRecord(RequestId(str(sequence)), UserId(7), ChannelId(1), None, now, NAZH, (thrown,)),
    )


PAGE = HistoryPage(
    (
        entry(40, "Stealth: a1d20+5 vs 15, 2d6, dp # *behind* the wall", 18, 3, 3, 4, 2),
        ArchiveEntry(39, replace(entry(39, "1d20", 20).record, is_secret=True, ruleset=COSMERE)),
        entry(38, "dp", 5),
    ),
    has_newer=True,
    has_older=True,
)


@pytest.mark.parametrize("locale", ["en", "de"])
@pytest.mark.parametrize("scope", HistoryScope)
def test_a_page_looks_as_agreed(
    scope: HistoryScope, locale: str, check_golden: CheckGolden
) -> None:
    wanted = HistoryFilter(scope, text="St_ealth", within=timedelta(days=7))

    body = history_body(PAGE, wanted, translator_for(locale))

    body_text = json.dumps(body, indent=2, ensure_ascii=False)
    check_golden(f"discord/history_{scope.value}_{locale}.json", f"{body_text}\n")


def test_an_empty_page_has_no_buttons() -> None:
    body = history_body(HistoryPage(()), HistoryFilter(), translator_for("en"))

    assert body["components"] == ()
    assert "No rolls are on record here." in json.dumps(body["embeds"])


def test_a_roll_in_full_can_be_rolled_again() -> None:
    response = entry_message(PAGE.entries[0], translator_for("en"))

    assert "nz2:dice.repeat:14" in json.dumps(response.data)


def test_a_full_roll_shows_time_user_and_character() -> None:
    record = replace(PAGE.entries[1].record, character="Old *Jeskai*")

    played, alone = (
        str(entry_message(page_entry, translator_for("en")).data["embeds"][0]["description"])  # type: ignore[index]  # a message has embeds
        for page_entry in (ArchiveEntry(39, record), PAGE.entries[0])
    )

    assert played.startswith("<t:1767297600:f> <@7> (Old \\*Jeskai\\*) (secret)\n`1d20` = **20**\n")
    assert alone.startswith("<t:1767297600:f> <@7>\n**Stealth**\n`a1d20+5 vs 15` = ")


@given(FILTERS, st.none() | st.integers(0, 2**62))
def test_a_button_carries_everything_and_fits(wanted: HistoryFilter, sequence: int | None) -> None:
    carried = written_state(wanted, sequence)

    assert read_state(carried) == (wanted, sequence)
    assert len(custom_id(OLDER, carried)) <= CUSTOM_ID_CHARACTERS


@pytest.mark.parametrize(
    "forged", ["", "x", "..o", "a.x..", "!.o..", "1.o.zz.", f"1.o..{'x' * 41}", "1.oé.."]
)
def test_an_impossible_page_number_is_refused(forged: str) -> None:
    with pytest.raises(InvalidComponent):
        read_state(forged)


@pytest.mark.parametrize("forged", ["", "-1", "Ä", "1" * 13])
def test_anything_else_is_no_place(forged: str) -> None:
    with pytest.raises(InvalidComponent):
        read_place(forged)


def test_the_longest_rolls_fit_into_a_page() -> None:
    longest = f"{'x' * 300}: 20d10000"
    faces = [10_000] * Limits.DICE_IN_POOL
    comment = "*" * (Limits.NOTATION_LENGTH - len(longest) - 3)
    entries = tuple(
        entry(2**40 + sequence, f"{longest} # {comment}", *faces) for sequence in range(PER_PAGE)
    )
    wanted = HistoryFilter(HistoryScope.SERVER, UserId(2**63), "_" * TEXT_CHARACTERS)

    body = history_body(HistoryPage(entries, True, True), wanted, translator_for("fr"))

    (embed,) = json.loads(json.dumps(body["embeds"]))
    assert len(embed["description"]) < 4_096
    assert embed["description"].count("\n") == PER_PAGE


@pytest.mark.parametrize("player", ["zzzzzzzzzzzzz", "1y2p0ij32e8e8"])
def test_an_id_of_more_than_63_bits_is_refused(player: str) -> None:
    with pytest.raises(InvalidComponent):
        read_state(f".o{player}..")
