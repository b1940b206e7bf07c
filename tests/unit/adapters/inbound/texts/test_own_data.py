"""Tests what users are told about their data, and every kind of line in their data file."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final, TypeVar

from nazh.adapters.inbound.texts.dice.own_data import collection_lines, counts_lines, number_line
from nazh.adapters.inbound.texts.dominion.own_data import dominion_own_data
from nazh.adapters.inbound.texts.guilds.audit import audit_own_data
from nazh.adapters.inbound.texts.guilds.privacy import OwnData, change_line
from nazh.adapters.inbound.texts.guilds.queued_messages import message_own_data
from nazh.adapters.inbound.texts.keep.own_data import keep_own_data
from nazh.adapters.inbound.texts.languages import ENGLISH
from nazh.application.dice.ports.privacy import ParticipantNumber
from nazh.application.dice.ports.statistics import CountsSince
from nazh.application.dominion.ports import UserRecord
from nazh.application.dominion.ports.controls import NewReport, Report, ReportKind
from nazh.application.dominion.ports.views import HeldOffice, LedNation, TreasuryChange
from nazh.application.guilds.ports import UserSettingChange
from nazh.application.keep.consoles.ports import ConsoleLogEntry
from nazh.application.shared.audit.audit_chain import AuditRow
from nazh.application.shared.messages.queued_messages import DirectMessage
from nazh.domain.dice.saving.saved_collections import Character, SavedCollection
from nazh.domain.dice.statistics.roll_counts import CountKey
from nazh.domain.dominion.citizens import Citizen, Departure
from nazh.domain.dominion.nations.ledger import Reason
from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.dominion.nations.offices import Accession, Office
from nazh.domain.dominion.notices import NoticeKind
from nazh.domain.guilds.guild_settings import KEEP_FOREVER, SettingChange
from nazh.domain.kernel.identity import GuildId, UserId
from tests.conftest import CheckGolden

AT: Final = datetime(2026, 1, 1, tzinfo=UTC)
LATER: Final = AT + timedelta(days=1)
ALICE, GUILD = UserId(11), GuildId(5)
Row = TypeVar("Row")
CITIZEN: Final = Citizen(
    user=ALICE,
    nation=NationId(1),
    joined_at=AT,
    active_until=LATER,
    is_counted=True,
    points=250,
    ends_at=None,
    checked_at=AT,
)
REPORT: Final = NewReport(
    at=AT, guild=GUILD, user=ALICE, kind=ReportKind.REPORT, category="name", text="Look"
)
RECORDS: Final = (
    UserRecord(replace(CITIZEN, ends_at=LATER), "Aurelia", None, (), ()),
    UserRecord(
        citizen=CITIZEN,
        nation="Aurelia",
        departure=Departure(NationId(2), LATER, AT),
        leads=("Borealis", "Corvia"),
        changes=(TreasuryChange(AT, "Aurelia", Reason.BUILD, -50),),
        direct_notices=frozenset((NoticeKind.MESSAGE, NoticeKind.ALLIANCE_CHAT)),
        reports=(Report(3, REPORT),),
        offices=(HeldOffice("Aurelia", Office.DIPLOMAT),),
        has_led=(LedNation(AT, "Dorne", Accession.APPOINTED),),
        tutorial_at=LATER,
    ),
)


class FixedRecords:
    """What is stored of Alice in the game; satisfies ``UserRecords``."""

    def __init__(self, record: UserRecord) -> None:
        self._record = record

    async def record_of(self, user: UserId) -> UserRecord:
        assert user == ALICE
        return self._record


def of_alice(*rows: Row) -> Callable[[UserId], Awaitable[Iterable[Row]]]:
    async def read(user: UserId) -> Iterable[Row]:
        assert user == ALICE
        return rows

    return read


def all_own_data(record: UserRecord) -> tuple[OwnData, ...]:
    command = ConsoleLogEntry(AT, GUILD, "Island", ALICE, "kick Pebble", "done")
    change = AuditRow(
        *(1, 1_700_000_000_000_000, GUILD, ALICE, "9", "salt", "origin"),
        *("keep.add", "Island", None, '{"port": 7}', "body", "digest"),
    )
    message = DirectMessage(AT, "dominion", "sent", "Attacked")
    return (
        dominion_own_data(FixedRecords(record)),
        keep_own_data(of_alice(command), of_alice((GUILD, LATER))),
        audit_own_data(of_alice(change)),
        message_own_data(of_alice(message)),
    )


async def lines_of(own_data: OwnData, after: int | None) -> AsyncIterator[str]:
    async for exported in own_data.export(ALICE, after):
        assert exported.position is None
        yield exported.line.decode()


async def test_the_data_file_has_all_that_is_stored(check_golden: CheckGolden) -> None:
    collection = SavedCollection(
        {"$hit": "1d6", "@luck": "3"},
        (Character("Hoid", None, {"@athletics": "5"}), Character("Vin", GUILD)),
        {None: "Hoid", GUILD: ""},
    )
    counted = {CountKey("1d6", 3): 2, CountKey("rolls", 0): 4}
    change = SettingChange(AT, ALICE, "layout", None, "compact")
    lines = [
        *(line.decode() for line in collection_lines(collection)),
        number_line(ParticipantNumber(GUILD, "s1", 7)).decode(),
        *(line.decode() for line in counts_lines(CountsSince(counted, AT))),
        *(line.decode() for line in counts_lines(CountsSince(counted, None))),
        *(line.decode() for line in counts_lines(CountsSince({}, None))),
        change_line(UserSettingChange(GUILD, change)).decode(),
    ]
    for record in RECORDS:
        for own_data in all_own_data(record):
            lines += [line async for line in lines_of(own_data, None)]

    check_golden("texts/own_data.jsonl", "".join(lines))


async def test_a_later_part_of_the_file_repeats_nothing() -> None:
    repeated = [
        line for own_data in all_own_data(RECORDS[1]) async for line in lines_of(own_data, after=1)
    ]

    assert repeated == []


def test_users_are_told_what_is_stored_and_what_is_deleted(check_golden: CheckGolden) -> None:
    lines = []
    for own_data in all_own_data(RECORDS[0]):
        lines.append(f"## {own_data.context}")
        for days in (30, KEEP_FOREVER):
            lines += [f"{order}: {text}" for order, text in own_data.kept(days, ENGLISH)]
        lines += [f"{order}: {text}" for order, text in own_data.deletion(ENGLISH)]

    check_golden("texts/own_data.txt", "\n".join(lines) + "\n")
