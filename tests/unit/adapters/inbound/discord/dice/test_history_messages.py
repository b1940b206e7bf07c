"""The history as messages, and the state that its buttons carry."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nazh.adapters.inbound.discord.components import CUSTOM_ID_CHARACTERS, custom_id
from nazh.adapters.inbound.discord.dice.history_messages import (
    OLDER,
    PER_PAGE,
    TEXT_CHARACTERS,
    entry_message,
    history_body,
    read_place,
    read_state,
    written_state,
)
from nazh.adapters.inbound.discord.errors import ForgedButton
from nazh.adapters.inbound.wording.dice.history import SPANS
from nazh.adapters.inbound.wording.languages import words_for
from nazh.application.dice.list_history import HistoryFilter, HistoryPage, HistoryScope
from nazh.application.dice.ports import Entry, RollRecord
from nazh.domain.dice import COSMERE, NAZH, parse_roll, throw
from nazh.domain.dice.limits import Limits
from nazh.domain.kernel.identity import ChannelId, PlayerId, RequestId
from tests.conftest import CheckGolden
from tests.doubles.clock import FrozenClock
from tests.doubles.rng import ScriptedRng

FILTERS = st.builds(
    HistoryFilter,
    st.sampled_from(HistoryScope),
    st.none() | st.integers(1, 2**64 - 1).map(PlayerId),
    st.text(max_size=TEXT_CHARACTERS),
    st.none() | st.sampled_from(list(SPANS)),
)


def entry(place: int, notation: str, *faces: int) -> Entry:
    thrown = throw(parse_roll(notation), ScriptedRng(faces))
    now = FrozenClock().now()
    return Entry(
        place,
        RollRecord(RequestId(str(place)), PlayerId(7), ChannelId(1), None, now, NAZH, (thrown,)),
    )


PAGE = HistoryPage(
    (
        entry(40, "Stealth: a1d20+5 vs 15, 2d6, dp # *behind* the wall", 18, 3, 3, 4, 2),
        Entry(39, replace(entry(39, "1d20", 20).record, is_secret=True, ruleset=COSMERE)),
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

    body = history_body(PAGE, wanted, words_for(locale))

    shown = json.dumps(body, indent=2, ensure_ascii=False)
    check_golden(f"discord/history_{scope.value}_{locale}.json", f"{shown}\n")


def test_an_empty_page_has_no_buttons() -> None:
    body = history_body(HistoryPage(()), HistoryFilter(), words_for("en"))

    assert body["components"] == ()
    assert "Nothing is on record here." in json.dumps(body["embeds"])


def test_a_roll_in_full_can_be_rolled_again() -> None:
    answer = entry_message(PAGE.entries[0], words_for("en"))

    assert "nz1:repeat:14" in json.dumps(answer.data)


def test_a_roll_in_full_tells_when_who_and_as_whom() -> None:
    record = replace(PAGE.entries[1].record, character="Old *Jeskai*")

    played, alone = (
        str(entry_message(one, words_for("en")).data["embeds"][0]["description"])  # type: ignore[index]  # a message has embeds
        for one in (Entry(39, record), PAGE.entries[0])
    )

    assert played.startswith("<t:1767297600:f> <@7> (Old \\*Jeskai\\*) (secret)\n`1d20`\n")
    assert alone.startswith("<t:1767297600:f> <@7>\n`Stealth: a1d20+5 vs 15`\n")


@given(FILTERS, st.none() | st.integers(0, 2**62))
def test_a_button_carries_everything_and_fits(wanted: HistoryFilter, place: int | None) -> None:
    carried = written_state(wanted, place)

    assert read_state(carried) == (wanted, place)
    assert len(custom_id(OLDER, carried)) <= CUSTOM_ID_CHARACTERS


@pytest.mark.parametrize(
    "forged", ["", "x", "..o", "a.x..", "!.o..", "1.o.zz.", f"1.o..{'x' * 41}", "1.oé.."]
)
def test_what_no_button_carries_is_refused(forged: str) -> None:
    with pytest.raises(ForgedButton):
        read_state(forged)


@pytest.mark.parametrize("forged", ["", "-1", "Ä", "1" * 13])
def test_no_place_is_made_of_anything_else(forged: str) -> None:
    with pytest.raises(ForgedButton):
        read_place(forged)


def test_the_longest_rolls_fit_into_a_page() -> None:
    longest = f"{'x' * 300}: 20d10000"
    faces = [10_000] * Limits.DICE_IN_POOL
    comment = "*" * (Limits.CHARACTERS - len(longest) - 3)
    entries = tuple(
        entry(2**40 + place, f"{longest} # {comment}", *faces) for place in range(PER_PAGE)
    )
    wanted = HistoryFilter(HistoryScope.SERVER, PlayerId(2**63), "_" * TEXT_CHARACTERS)

    body = history_body(HistoryPage(entries, True, True), wanted, words_for("fr"))

    (embed,) = json.loads(json.dumps(body["embeds"]))
    assert len(embed["description"]) < 4_096
    assert embed["description"].count("\n") == PER_PAGE
