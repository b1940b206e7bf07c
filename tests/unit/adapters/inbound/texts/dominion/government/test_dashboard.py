"""Tests what the dashboard of a leader says, and which tasks it names."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Final

import pytest

from nazh.adapters.inbound.texts.dominion.government.dashboard import announced_text, dashboard_text
from nazh.adapters.inbound.texts.languages import ENGLISH
from nazh.application.dominion.government.announce import Announced
from nazh.application.dominion.government.show_dashboard import Dashboard, Task, tasks_of
from nazh.application.dominion.nations.look_at_nation import NationView
from nazh.application.dominion.notices.news_channels import NewsChannel
from nazh.application.dominion.ports import PublicSide, PublicWar, SupportedWar
from nazh.application.shared.messages.queued_messages import Refused, Rejection
from nazh.domain.dominion.combat.sides import Role
from nazh.domain.dominion.nations.nation import Nation
from nazh.domain.dominion.nations.offices import Office
from nazh.domain.dominion.nations.units import BuildOrder, Military, Units, UnitType
from nazh.domain.dominion.wars.war import CasusBelli, WarState
from nazh.domain.kernel.identity import ChannelId, GuildId, UserId
from tests.conftest import CheckGolden
from tests.unit.domain.dominion.dominion_examples import SEASON, START, nation_with

AURELIA = nation_with(5_000, population=3)
ORDER = BuildOrder(1, UnitType.ARMOR, 4, 2_000, START, START + timedelta(hours=2))
GOVERNED = replace(AURELIA.government, holders={Office.COMMANDER: UserId(11)})
BUSY = replace(
    AURELIA, government=GOVERNED, military=Military({UnitType.INFANTRY: Units(40)}, (ORDER,))
)
HALL: Final = NewsChannel(ChannelId(7))


def war(number: int, state: WarState, *, is_defender: bool) -> PublicWar:
    own, other = PublicSide(AURELIA.guild, "Aurelia", 400), PublicSide(GuildId(2), "Borealis", 900)
    return PublicWar(
        number=number,
        aggressor=other if is_defender else own,
        defender=own if is_defender else other,
        reason=CasusBelli.RIVALRY,
        state=state,
        declared_at=START,
        respond_by=START + timedelta(hours=12),
        battle_at=START + timedelta(hours=44),
        commitment=None,
        outcome=None,
        winner=None,
        captured=0,
        concluded_at=None,
        truce_until=None,
        truce=None,
    )


def tasks(nation: Nation, *decisions: Task, news: NewsChannel = HALL) -> tuple[Task, ...]:
    return tasks_of(NationView(nation, None, SEASON), decisions, news, START)


@pytest.mark.parametrize(
    ("nation", "task"),
    [
        (replace(BUSY, resources=BUSY.capacity(SEASON.rules.resources)), Task.UPGRADE_STORAGE),
        (replace(BUSY, population=0), Task.INVITE_CITIZENS),
        (replace(BUSY, military=Military({})), Task.BUILD_UNITS),
        (replace(BUSY, government=AURELIA.government), Task.GIVE_OFFICES),
        # 23 ticks until midnight fill the storage of 10,000, and cost 920 and, later, 840.
        (replace(BUSY, resources=0, upkeep_due=8_241), Task.COVER_UPKEEP),
    ],
)
def test_a_leader_is_told_what_is_missing(nation: Nation, task: Task) -> None:
    assert tasks(nation) == (task,)


def test_nothing_is_to_do_in_a_nation_that_lacks_nothing() -> None:
    assert tasks(BUSY) == ()
    assert tasks(BUSY, news=NewsChannel(None)) == (Task.CHOOSE_CHANNEL,)
    assert tasks(BUSY, news=replace(HALL, refused=Refused(START, Rejection.NO_ACCESS))) == (
        Task.REPAIR_CHANNEL,
    )


def test_income_until_midnight_pays_upkeep() -> None:
    assert tasks(replace(BUSY, resources=0, upkeep_due=8_240)) == ()


@pytest.mark.parametrize(("armor", "expected"), [(29, (Task.BUILD_UNITS,)), (30, ())])
def test_no_units_are_asked_for_that_would_desert(armor: int, expected: tuple[Task, ...]) -> None:
    units = Military({UnitType.ARMOR: Units(armor)})

    assert tasks(replace(BUSY, military=units)) == expected


def test_decisions_come_first() -> None:
    decisions = (Task.GIVE_ORDERS, Task.ANSWER_WAR)

    assert tasks(AURELIA, *decisions)[:2] == (Task.ANSWER_WAR, Task.GIVE_ORDERS)


def test_the_dashboard_reads_as_agreed(check_golden: CheckGolden) -> None:
    wars = (
        war(3, WarState.PROPOSED, is_defender=True),
        war(4, WarState.ACTIVE, is_defender=False),
    )
    view, calm = NationView(BUSY, None, SEASON), NationView(AURELIA, None, SEASON)
    texts = (
        dashboard_text(Dashboard(view, wars, (Task.ANSWER_WAR,), START), ENGLISH),
        dashboard_text(Dashboard(calm, (), tuple(Task), START), ENGLISH),
        dashboard_text(Dashboard(calm, (), (), START), ENGLISH),
        dashboard_text(
            Dashboard(calm, (), (), START, (SupportedWar(wars[0], Role.DEFENDER),)), ENGLISH
        ),
        announced_text(Announced("Aurelia", START), ENGLISH),
    )

    check_golden("texts/dominion_dashboard.txt", "\n\n".join(texts) + "\n")
