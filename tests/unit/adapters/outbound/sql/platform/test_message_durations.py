"""Tests that queued messages and notices hold SQLite's writer for at most 50 ms at a time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import func, select, text

from nazh.adapters.outbound.null.event_publisher import NullPublisher
from nazh.adapters.outbound.rng.dominion.war_secrets import DerivedWarSecrets
from nazh.adapters.outbound.rng.secrets_rng import SecretsRng
from nazh.adapters.outbound.rulesets.toml_rulesets import TomlRulesets
from nazh.adapters.outbound.sql.dominion.operations.broadcasts import SqlBroadcasts
from nazh.adapters.outbound.sql.dominion.periodic_work.periodic import CHUNK_SIZES
from nazh.adapters.outbound.sql.dominion.rows.notices import SqlNotices
from nazh.adapters.outbound.sql.dominion.views.battles import SqlBattles
from nazh.adapters.outbound.sql.dominion.world.world import SqlWorld
from nazh.adapters.outbound.sql.migrations.chains import CORE
from nazh.adapters.outbound.sql.platform.message_records import SqlMessageRecords
from nazh.adapters.outbound.sql.platform.queued_messages import (
    QUEUED_MESSAGES,
    SqlMessageQueue,
)
from nazh.application.dominion.nations.register_nation import RegisterNation
from nazh.application.dominion.notices.queue_notices import QueueNotices
from nazh.application.dominion.ports import Requester
from nazh.application.shared.messages.deliver_messages import DeliverMessages, PruneMessages
from nazh.application.shared.messages.queued_messages import (
    KEPT_FOR,
    ComposedMessage,
    Recipient,
    Rejection,
)
from nazh.application.shared.messages.send_budget import SendBudget
from nazh.domain.dominion.notices import NATION_CHANNEL
from nazh.domain.guilds.guild_settings import DEFAULT_SETTINGS, GuildSettings
from nazh.domain.kernel.identity import GuildId, RequestId, UserId
from nazh.wiring.contexts import migrations_of
from tests.doubles.clock import FrozenClock
from tests.doubles.event_publisher import RecordingPublisher
from tests.unit.adapters.outbound.sql.test_write_durations import LONGEST, MeasuredDatabase

MESSAGES: Final = 20_000
START: Final = datetime(2026, 1, 1, tzinfo=UTC)
_NUMBERS: Final = (
    "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < :many) "
)
_QUEUED: Final = text(
    _NUMBERS + "INSERT INTO queued_messages (topic, kind, recipient, guild, payload, state, "
    "due_at, attempts) SELECT 'game', 'channel', n % 4, 2, printf('%.200c', 'x'), 'due', :at, 0 "
    "FROM numbers"
)
_ENDED: Final = text(
    _NUMBERS + "INSERT INTO queued_messages (topic, kind, recipient, guild, payload, state, "
    "due_at, attempts, ended_at) "
    "SELECT 'game', 'channel', n % 4, 2, printf('%.200c', 'x'), 'sent', 1, 1, 1 FROM numbers"
)
_NATIONS: Final = text(
    _NUMBERS + "INSERT INTO dominion_nations (id, guild, name, name_key, founded_at, reputation) "
    "SELECT n + 1, n + 1, 'N' || n, 'n' || n, founded_at, 0 FROM numbers, dominion_nations"
)
_COPIED: Final = (
    *("resources", "capacity", "storage_upgrades", "territory", "population", "counted"),
    *("strength", "upkeep", "upkeep_due", "economy_level", "economy_saved", "training_level"),
    *("training_saved", "research_points", "protected_until", "is_fortified", "is_protected"),
    *("is_below_median", "orders_given", "hour", "day", "standing"),
)
_STATES: Final = text(
    _NUMBERS + f"INSERT INTO dominion_nation_states (season, nation, {', '.join(_COPIED)}) "
    f"SELECT season, n + 1, {', '.join(_COPIED)} FROM numbers, dominion_nation_states"
)
_RICH: Final = text(
    "UPDATE dominion_nation_states SET resources = 9990, population = 1, counted = 100 "
    "WHERE nation % 5 = 0"
)


class Sender:
    """Takes every message; satisfies ``MessageSender``."""

    def __init__(self) -> None:
        self.sent = 0

    async def send(
        self, recipient: Recipient, message: ComposedMessage, nonce: str
    ) -> Rejection | None:
        self.sent += 1
        return None

    async def find(self, recipient: Recipient, text: str, since: datetime) -> bool | None:
        return None


async def test_queued_messages_are_sent_and_deleted_in_short_transactions(tmp_path: Path) -> None:
    clock, sender, database = FrozenClock(), Sender(), MeasuredDatabase(tmp_path / "a.sqlite3")
    at = int(clock.now().timestamp() * 1_000_000)
    await database.open()
    try:
        queue, records = SqlMessageQueue(database), SqlMessageRecords(database)
        for statement in (_QUEUED, _ENDED):
            values = {"many": MESSAGES, "at": at}
            await database.write(lambda on, do=statement, of=values: on.execute(do, of), 60.0)  # type: ignore[misc]  # mypy cannot infer lambdas with defaults
        database.seconds.clear()

        await DeliverMessages(
            queue,
            sender,
            {"game": lambda payloads: ComposedMessage(str(len(payloads)))},
            SendBudget(per_second=1e9, channel_pause=0),
            clock,
            RecordingPublisher(),
            SecretsRng(),
        )()
        await PruneMessages(queue, clock, RecordingPublisher())()
        clock.advance(KEPT_FOR.total_seconds() + 1)
        await records.forget_guild(GuildId(2))
        left = await database.read(
            lambda on: on.execute(select(func.count()).select_from(QUEUED_MESSAGES)).scalar_one()
        )
    finally:
        await database.close()

    assert (sender.sent, left) == (20, 0)
    assert max(database.seconds) < LONGEST


async def test_notices_of_many_nations_are_written_and_queued_in_short_transactions(
    tmp_path: Path,
) -> None:
    (migrations,) = migrations_of(["dominion"])
    database = MeasuredDatabase(tmp_path / "a.sqlite3", (CORE, migrations))
    chunk = CHUNK_SIZES["sqlite"]
    await database.open()
    try:
        world = SqlWorld(database, TomlRulesets("classic"), DerivedWarSecrets(), NullPublisher())
        founder = Requester(RequestId("1"), GuildId(1), UserId(1), START, START, True)
        await RegisterNation(world)(founder, "Aurelia")
        for statement in (_NATIONS, _STATES):
            many = {"many": chunk}
            await database.write(lambda on, do=statement, of=many: on.execute(do, of), 60.0)  # type: ignore[misc]  # mypy cannot infer lambdas with defaults
        while await world.advance(START + timedelta(hours=1)):
            pass
        await database.write(lambda on: on.execute(_RICH), 60.0)
        database.seconds.clear()

        while await world.advance(START + timedelta(hours=2)):
            pass
        clock = FrozenClock(START + timedelta(hours=2))
        notices, broadcasts = SqlNotices(database), SqlBroadcasts(database)
        queue = QueueNotices(notices, broadcasts, SqlBattles(database), settings_of, clock, clock)
        await queue()
        backlog = await SqlMessageQueue(database).backlog(clock.now())
    finally:
        await database.close()

    assert backlog.waiting == chunk // 5 + 1  # the storages, and the founding of the first nation
    assert max(database.seconds) < LONGEST


async def settings_of(guild: GuildId | None) -> GuildSettings:
    return DEFAULT_SETTINGS.with_word(NATION_CHANNEL, "7")
