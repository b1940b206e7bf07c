"""Stores operators' switches, and reads the game's audit log."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from sqlalchemy import Connection, Row, delete, insert, or_, select, update

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.dominion.control_tables import (
    CONTROLS,
    EVERYWHERE,
    SANCTIONS,
    SWITCHES,
)
from nazh.adapters.outbound.sql.platform.audit_log import AUDIT_LOG, lock_chain, record
from nazh.adapters.outbound.sql.timestamps import (
    instant,
    microseconds,
    optional_instant,
    optional_microseconds,
)
from nazh.application.shared.audit.audit_chain import AuditRow
from nazh.application.shared.audit.audit_log import AuditEntry
from nazh.domain.dominion.operations.controls import (
    Controls,
    Mode,
    ModeSetting,
    Sanction,
    SanctionKind,
)
from nazh.domain.dominion.operations.features import LAST_PHASE, Feature
from nazh.domain.kernel.identity import GuildId

_ONE_ROW: Final = 1
_FEATURE, _COMMAND = "feature", "command"
_KNOWN: Final = frozenset(feature.value for feature in Feature)
"""Another release may have stored other features."""


class SqlControlStore:
    """Satisfies ``ControlStore`` and ``AuditTrail``."""

    __slots__ = ("_database",)

    def __init__(self, database: Database) -> None:
        self._database = database

    async def controls(self) -> Controls:
        """Return the current switches."""
        return await self._database.read(read_controls)

    async def change(self, decide: Callable[[Controls], tuple[Controls, AuditEntry]]) -> Controls:
        """Store the controls that ``decide`` returns for the current ones."""

        def write(connection: Connection) -> Controls:
            lock_chain(connection)  # so that changes wait for one another
            before = read_controls(connection)
            after, entry = decide(before)
            _write(connection, before, after)
            record(connection, entry)
            return after

        return await self._database.write(write)

    async def latest(self, context: str, most: int) -> tuple[AuditRow, ...]:
        """Return the latest entries of a context."""
        of_context = AUDIT_LOG.c.action.startswith(f"{context}.", autoescape=True)
        newest = select(AUDIT_LOG).where(of_context).order_by(AUDIT_LOG.c.seq.desc()).limit(most)

        def query(connection: Connection) -> tuple[AuditRow, ...]:
            return tuple(map(AuditRow._make, connection.execute(newest)))

        return await self._database.read(query)


def read_controls(connection: Connection) -> Controls:
    """Return the current switches."""
    row = connection.execute(select(CONTROLS)).first()
    switches = connection.execute(select(SWITCHES)).all()
    return Controls(
        phase=LAST_PHASE if row is None else row.phase,
        mode_setting=_mode_setting(row),
        features={
            (
                Feature(switch.name),
                None if switch.guild == EVERYWHERE else GuildId(switch.guild),
            ): switch.is_on
            for switch in switches
            if switch.kind == _FEATURE and switch.name in _KNOWN
        },
        commands={switch.name: switch.reason for switch in switches if switch.kind == _COMMAND},
        sanctions={
            GuildId(row.guild): Sanction(
                SanctionKind(row.kind),
                instant(row.since),
                optional_instant(row.until),
                row.reason,
            )
            for row in connection.execute(select(SANCTIONS))
        },
    )


def read_mode(connection: Connection) -> ModeSetting:
    """Return the current mode of the game."""
    return _mode_setting(connection.execute(select(CONTROLS)).first())


def _mode_setting(row: Row[Any] | None) -> ModeSetting:
    if row is None:
        return ModeSetting()
    since = optional_instant(row.since)
    return ModeSetting(Mode(row.mode), since, row.reason)


def _write(connection: Connection, before: Controls, after: Controls) -> None:
    if (before.phase, before.mode_setting) != (after.phase, after.mode_setting):
        since = after.mode_setting.since
        values = {
            "phase": after.phase,
            "mode": after.mode_setting.mode.value,
            "since": optional_microseconds(since),
            "reason": after.mode_setting.reason,
        }
        if connection.execute(update(CONTROLS).values(values)).rowcount == 0:
            connection.execute(insert(CONTROLS).values(id=_ONE_ROW, **values))
    if (before.features, before.commands) != (after.features, after.commands):
        is_known = or_(SWITCHES.c.kind == _COMMAND, SWITCHES.c.name.in_(sorted(_KNOWN)))
        connection.execute(delete(SWITCHES).where(is_known))
        rows = _switch_rows(after)
        if rows:
            connection.execute(insert(SWITCHES), rows)
    for guild in before.sanctions.keys() | after.sanctions.keys():
        if before.sanctions.get(guild) != after.sanctions.get(guild):
            connection.execute(delete(SANCTIONS).where(SANCTIONS.c.guild == guild))
            if guild in after.sanctions:
                row = _sanction_row(guild, after.sanctions[guild])
                connection.execute(insert(SANCTIONS).values(row))


def _switch_rows(controls: Controls) -> list[dict[str, object]]:
    features: list[dict[str, object]] = [
        {
            "kind": _FEATURE,
            "name": feature.value,
            "guild": EVERYWHERE if guild is None else guild,
            "is_on": is_on,
            "reason": "",
        }
        for (feature, guild), is_on in controls.features.items()
    ]
    commands: list[dict[str, object]] = [
        {"kind": _COMMAND, "name": name, "guild": EVERYWHERE, "is_on": False, "reason": reason}
        for name, reason in controls.commands.items()
    ]
    return [*features, *commands]


def _sanction_row(guild: GuildId, sanction: Sanction) -> dict[str, object]:
    return {
        "guild": guild,
        "kind": sanction.kind.value,
        "since": microseconds(sanction.since),
        "until": optional_microseconds(sanction.until),
        "reason": sanction.reason,
    }
