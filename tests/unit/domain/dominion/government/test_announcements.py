"""Tests what a leader may announce, and how often."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from nazh.domain.dominion.errors.general import TooSoon
from nazh.domain.dominion.errors.government import (
    InvalidAnnouncement,
    NoPingForEveryone,
    RoleNotMentionable,
)
from nazh.domain.dominion.government.announcements import MAX_CHARACTERS, Ping, announce
from nazh.domain.dominion.notices import Notice, NoticeKind
from nazh.domain.kernel.identity import RoleId
from tests.unit.domain.dominion.dominion_examples import CLASSIC, START, act, nation_with

RULES = CLASSIC.politics
LATER = START + RULES.announce_cooldown


def test_an_announcement_is_a_notice_in_one_line() -> None:
    after = announce(nation_with(), " Contribute\n\nbefore Sunday! ", None, act(), RULES)

    facts = {"text": "Contribute before Sunday!"}
    assert after.notices == (Notice(START, NoticeKind.ANNOUNCEMENT, act().cause, facts),)
    assert replace(after, notices=()) == nation_with()


@pytest.mark.parametrize("text", ["", " \n ", "x" * (MAX_CHARACTERS + 1), "half \ud800", "a\0b"])
def test_an_announcement_has_a_text_that_is_not_too_long(text: str) -> None:
    with pytest.raises(InvalidAnnouncement):
        announce(nation_with(), text, None, act(), RULES)


def test_a_leader_announces_something_once_in_six_hours() -> None:
    with pytest.raises(TooSoon) as refused:
        announce(nation_with(), "Vote!", START, act(LATER - timedelta(seconds=1)), RULES)
    announce(nation_with(), "x" * MAX_CHARACTERS, START, act(LATER), RULES)

    assert RULES.announce_cooldown == timedelta(hours=6)
    assert refused.value.facts["when"] == LATER


def test_an_announcement_names_the_role_that_it_pings() -> None:
    after = announce(nation_with(), "Vote!", None, act(), RULES, Ping(RoleId(77), True))

    (notice,) = after.notices
    assert notice.facts == {"text": "Vote!", "role": 77}


def test_a_ping_needs_the_permission_and_is_never_for_everyone() -> None:
    nation = nation_with()
    everyone = Ping(RoleId(int(nation.guild)), True)

    with pytest.raises(RoleNotMentionable):
        announce(nation, "Vote!", None, act(), RULES, Ping(RoleId(77), False))
    with pytest.raises(NoPingForEveryone):
        announce(nation, "Vote!", None, act(), RULES, everyone)
