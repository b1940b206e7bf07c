"""Tests who may act for a nation, and how power passes on."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nazh.domain.dominion.citizens import join, leave
from nazh.domain.dominion.errors import general as errors
from nazh.domain.dominion.errors import government as government_errors
from nazh.domain.dominion.government.appointments import (
    appoint,
    give_office,
    has_emergency_powers,
    may_act_as,
    note_command,
    revoke_office,
)
from nazh.domain.dominion.nations.nation import Nation
from nazh.domain.dominion.nations.offices import Accession, Leadership, Office
from nazh.domain.kernel.identity import UserId
from tests.unit.domain.dominion.dominion_examples import (
    CLASSIC,
    LEADER,
    START,
    nation_with,
    new_nation,
)

HOUR = timedelta(hours=1)
RULES = CLASSIC.politics
ANNA, BEN = UserId(11), UserId(12)
offices = st.sampled_from(list(Office))


def governed() -> Nation:
    return give_office(nation_with(), Office.TREASURER, ANNA)


def may_act(nation: Nation, user: UserId, office: Office, hours: int = 0) -> bool:
    return may_act_as(nation, user, office, START + hours * HOUR, RULES)


@given(office=offices)
def test_a_delegate_may_do_what_the_office_is_for(office: Office) -> None:
    nation = governed()

    assert may_act(nation, LEADER, office)
    assert may_act(nation, ANNA, office) is (office is Office.TREASURER)
    assert not may_act(nation, BEN, office)


@given(given_to=st.lists(st.tuples(offices, st.sampled_from([ANNA, BEN])), max_size=8))
def test_the_last_user_appointed_holds_the_office(given_to: list[tuple[Office, UserId]]) -> None:
    nation = nation_with()
    for office, user in given_to:
        nation = give_office(nation, office, user)

    assert nation.government.holders == dict(given_to)


def test_an_office_is_revoked_once() -> None:
    nation, holder = revoke_office(governed(), Office.TREASURER)

    assert holder == ANNA
    assert nation == nation_with()
    with pytest.raises(government_errors.VacantOffice):
        revoke_office(nation, Office.TREASURER)


def test_a_founder_leads_from_the_beginning() -> None:
    assert new_nation().accessions == (Leadership(LEADER, START, Accession.FOUNDED),)


def test_another_leader_ends_all_offices_and_is_recorded() -> None:
    nation = appoint(governed(), BEN, START + HOUR, RULES)

    assert (nation.leader, nation.government.holders) == (BEN, {})
    assert nation.accessions[-1] == Leadership(BEN, START + HOUR, Accession.APPOINTED)


def test_leaders_are_appointed_two_days_apart() -> None:
    nation = appoint(nation_with(), ANNA, START, RULES)

    with pytest.raises(government_errors.AlreadyTheLeader):
        appoint(nation, ANNA, START + 48 * HOUR, RULES)
    with pytest.raises(errors.TooSoon) as refused:
        appoint(nation, BEN, START + 47 * HOUR, RULES)
    assert refused.value.facts["when"] == START + 48 * HOUR
    assert appoint(nation, BEN, START + 48 * HOUR, RULES).leader == BEN


def test_delegates_get_emergency_powers_after_three_days_of_silence() -> None:
    nation = governed()

    assert not may_act(nation, ANNA, Office.COMMANDER, hours=71)
    assert may_act(nation, ANNA, Office.COMMANDER, hours=72)
    assert not may_act(nation, BEN, Office.COMMANDER, hours=72)


def test_emergency_powers_last_until_the_leader_is_back() -> None:
    silent = START + 72 * HOUR
    nation = note_command(governed(), ANNA, silent, RULES)
    nation = note_command(nation, BEN, silent + HOUR, RULES)

    assert has_emergency_powers(nation, silent + HOUR, RULES)
    back = note_command(nation, LEADER, silent + 2 * HOUR, RULES)
    assert not has_emergency_powers(back, silent + 2 * HOUR, RULES)


def test_a_new_leader_begins_without_an_emergency() -> None:
    emergency = note_command(governed(), ANNA, START + 73 * HOUR, RULES)
    appointed = appoint(emergency, BEN, START + 80 * HOUR, RULES)

    nation = give_office(appointed, Office.TREASURER, ANNA)

    assert may_act(emergency, ANNA, Office.DIPLOMAT, hours=79)
    assert not may_act(nation, ANNA, Office.DIPLOMAT, hours=80 + 71)
    assert may_act(nation, ANNA, Office.DIPLOMAT, hours=80 + 72)


def test_a_delegate_who_governs_keeps_the_nation_from_an_emergency() -> None:
    nation = note_command(governed(), ANNA, START + 71 * HOUR, RULES)

    assert not has_emergency_powers(nation, START + 142 * HOUR, RULES)
    assert has_emergency_powers(nation, START + 143 * HOUR, RULES)


def test_a_command_that_comes_after_a_later_one_does_not_count() -> None:
    emergency = note_command(governed(), ANNA, START + 72 * HOUR, RULES)

    assert note_command(emergency, LEADER, START + 71 * HOUR, RULES) == emergency
    assert note_command(emergency, ANNA, START + HOUR, RULES) == emergency


def test_a_nation_without_a_leader_is_governed_by_its_delegates() -> None:
    assert may_act(replace(governed(), leader=None), ANNA, Office.SPYMASTER)


def test_a_citizen_who_leaves_loses_their_offices() -> None:
    nation, citizen = join(governed(), ANNA, None, START, CLASSIC.citizens)

    assert leave(nation, citizen, START).government.holders == {}
