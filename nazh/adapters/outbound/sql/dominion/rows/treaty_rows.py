"""Reads and writes treaties and embassies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Executable,
    Row,
    Select,
    Table,
    and_,
    delete,
    insert,
    or_,
    select,
    update,
)

from nazh.adapters.outbound.sql.dominion.rows.nation_rows import vacation_of
from nazh.adapters.outbound.sql.dominion.tables import NATION_STATES, NATIONS, REPUTATION
from nazh.adapters.outbound.sql.dominion.treaty_tables import (
    ALLIANCES,
    EMBASSIES,
    LOYALTIES,
    MESSAGES,
    PACTS,
    PROPOSALS,
)
from nazh.adapters.outbound.sql.timestamps import (
    instant,
    microseconds,
    optional_instant,
    optional_microseconds,
)
from nazh.application.dominion.ports import Profile
from nazh.domain.dominion.diplomacy.embassies import Embassy
from nazh.domain.dominion.diplomacy.loyalty import Loyalty
from nazh.domain.dominion.diplomacy.messages import PublicMessage
from nazh.domain.dominion.diplomacy.treaties import Alliance, Pact, Pair, Proposal, TreatyKind
from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.dominion.nations.reputation import ReputationChange, ReputationReason
from nazh.domain.dominion.season import Season

EXPIRED_AT_ONCE: Final = 500
"""Expired proposals that a transaction deletes."""
_PROFILE: Final[tuple[ColumnElement[Any], ...]] = (
    NATIONS.c.id,
    NATIONS.c.name,
    NATIONS.c.reputation,
    NATION_STATES.c.strength,
    NATION_STATES.c.vacation_since,
    NATION_STATES.c.vacation_until,
    NATION_STATES.c.orphaned_at,
)
_SIDES: Final = (
    (ALLIANCES, "first", "second"),
    (PACTS, "first", "second"),
    (PROPOSALS, "proposer", "recipient"),
    (EMBASSIES, "owner", "host"),
    (LOYALTIES, "nation", "ally"),
    (MESSAGES, "sender", "recipient"),
)
"""The columns of each table that name a nation."""


class SqlTreaties:
    """Satisfies ``Treaties``; ``write`` executes the requested changes."""

    def __init__(self, connection: Connection, season: Season) -> None:
        self._connection = connection
        self._season = season
        self._writes: list[Executable] = []

    def alliances_of(self, nation: NationId) -> tuple[Alliance, ...]:
        """Return all alliances of a nation, past ones included."""
        return tuple(alliances_of(self._connection, nation))

    def pacts_of(self, nation: NationId) -> tuple[Pact, ...]:
        """Return all pacts of a nation, past ones included."""
        keys = (PACTS.c.kind, PACTS.c.first, PACTS.c.second, PACTS.c.number)
        query = select(PACTS).where(_has(PACTS, nation)).order_by(*keys)
        return tuple(_pact_of(row) for row in self._connection.execute(query))

    def proposals_of(self, nation: NationId) -> tuple[Proposal, ...]:
        """Return all proposals from and to a nation, expired ones included."""
        keys = (PROPOSALS.c.made_at, PROPOSALS.c.kind, PROPOSALS.c.proposer, PROPOSALS.c.recipient)
        query = select(PROPOSALS).where(_has(PROPOSALS, nation)).order_by(*keys)
        return tuple(
            Proposal(
                kind=TreatyKind(row.kind),
                proposer=NationId(row.proposer),
                recipient=NationId(row.recipient),
                made_at=instant(row.made_at),
                expires_at=instant(row.expires_at),
            )
            for row in self._connection.execute(query)
        )

    def embassies_of(self, owner: NationId) -> tuple[Embassy, ...]:
        """Return the embassies that a nation has opened."""
        query = select(EMBASSIES).where(EMBASSIES.c.owner == owner)
        return tuple(
            Embassy(NationId(row.owner), NationId(row.host), row.season, instant(row.opened_at))
            for row in self._connection.execute(query.order_by(EMBASSIES.c.host))
        )

    def profiles_of(self, nations: Iterable[NationId]) -> Mapping[NationId, Profile]:
        """Return nations without locking or settling them."""
        state = and_(
            NATION_STATES.c.nation == NATIONS.c.id, NATION_STATES.c.season == self._season.number
        )
        query = select(*_PROFILE).join(NATION_STATES, state)
        rows = self._connection.execute(query.where(NATIONS.c.id.in_(sorted(set(nations)))))
        return {NationId(row.id): _profile_of(row) for row in rows}

    def reputation_changes_of(self, nation: NationId) -> tuple[ReputationChange, ...]:
        """Return all changes of a nation's reputation, the newest first."""
        query = select(REPUTATION).where(REPUTATION.c.nation == nation)
        return tuple(
            ReputationChange(
                at=instant(row.at),
                reason=ReputationReason(row.reason),
                amount=row.amount,
                reputation=row.reputation,
                cause=row.cause,
            )
            for row in self._connection.execute(query.order_by(REPUTATION.c.seq.desc()))
        )

    def add_proposal(self, proposal: Proposal) -> None:
        """Add a proposal, replacing an expired one."""
        self.remove_proposal(proposal)
        values = {
            "kind": proposal.kind.value,
            "proposer": proposal.proposer,
            "recipient": proposal.recipient,
            "made_at": microseconds(proposal.made_at),
            "expires_at": microseconds(proposal.expires_at),
        }
        self._writes.append(insert(PROPOSALS).values(**values))

    def remove_proposal(self, proposal: Proposal) -> None:
        """Remove a proposal."""
        condition = and_(
            PROPOSALS.c.kind == proposal.kind.value,
            PROPOSALS.c.proposer == proposal.proposer,
            PROPOSALS.c.recipient == proposal.recipient,
        )
        self._writes.append(delete(PROPOSALS).where(condition))

    def add_alliance(self, alliance: Alliance, loyalties: Iterable[Loyalty]) -> None:
        """Add an alliance, and the loyalty of both sides."""
        values = {
            **_key_of(alliance.pair, alliance.number),
            "formed_at": microseconds(alliance.formed_at),
        }
        self._writes.append(insert(ALLIANCES).values(**values))
        for loyalty in loyalties:
            key = {"nation": loyalty.nation, "ally": loyalty.ally, "number": loyalty.number}
            due_at = optional_microseconds(loyalty.due_at)
            row = insert(LOYALTIES).values(**key, times=loyalty.times, due_at=due_at)
            self._writes.append(row)

    def end_alliance(self, alliance: Alliance) -> None:
        """Record the end of an alliance, which also ends the loyalty of both sides."""
        assert alliance.ended_at is not None  # it has ended
        pair = alliance.pair
        condition = and_(*_is(ALLIANCES, _key_of(pair, alliance.number)))
        end = {"ended_at": microseconds(alliance.ended_at), "ended_by": alliance.ended_by}
        self._writes.append(update(ALLIANCES).where(condition).values(**end))
        for nation in (pair.first, pair.second):
            key = {"nation": nation, "ally": pair.other(nation)}
            self._writes.append(delete(LOYALTIES).where(*_is(LOYALTIES, key)))

    def add_pact(self, pact: Pact) -> None:
        """Add a pact."""
        key = {"kind": pact.kind.value, **_key_of(pact.pair, pact.number)}
        self._writes.append(insert(PACTS).values(**key, **_pact_row(pact)))

    def save_pact(self, pact: Pact) -> None:
        """Replace a pact."""
        key = {"kind": pact.kind.value, **_key_of(pact.pair, pact.number)}
        self._writes.append(update(PACTS).where(*_is(PACTS, key)).values(**_pact_row(pact)))

    def add_embassy(self, embassy: Embassy) -> None:
        """Add an embassy."""
        values = {
            "owner": embassy.owner,
            "host": embassy.host,
            "season": embassy.season,
            "opened_at": microseconds(embassy.opened_at),
        }
        self._writes.append(insert(EMBASSIES).values(**values))

    def add_message(self, message: PublicMessage) -> None:
        """Add the title of a message."""
        values = {
            "sender": message.sender,
            "cause": message.cause,
            "recipient": message.recipient,
            "at": microseconds(message.sent_at),
            "title": message.title,
        }
        self._writes.append(insert(MESSAGES).values(**values))

    def write(self) -> None:
        """Execute all changes, in order."""
        for statement in self._writes:
            self._connection.execute(statement)


def alliances_of(connection: Connection, nation: NationId) -> Iterator[Alliance]:
    """Yield all alliances of a nation, past ones included, in the order of their nations."""
    keys = (ALLIANCES.c.first, ALLIANCES.c.second, ALLIANCES.c.number)
    query = select(ALLIANCES).where(_has(ALLIANCES, nation)).order_by(*keys)
    for row in connection.execute(query):
        yield Alliance(
            pair=Pair(NationId(row.first), NationId(row.second)),
            number=row.number,
            formed_at=instant(row.formed_at),
            ended_at=optional_instant(row.ended_at),
            ended_by=None if row.ended_by is None else NationId(row.ended_by),
        )


def has_expired_proposals(connection: Connection, until: datetime) -> bool:
    """Return whether proposals have expired by an instant."""
    return connection.execute(_expired(until).limit(1)).first() is not None


def delete_expired_proposals(connection: Connection, until: datetime) -> None:
    """Delete some proposals that have expired by an instant."""
    some = connection.execute(_expired(until).limit(EXPIRED_AT_ONCE)).all()
    for row in some:
        connection.execute(delete(PROPOSALS).where(*_is(PROPOSALS, dict(row._mapping))))


def delete_treaties(connection: Connection, nation: int) -> None:
    """Delete all treaties and embassies of a nation."""
    for table, one, other in _SIDES:
        condition = or_(table.c[one] == nation, table.c[other] == nation)
        connection.execute(delete(table).where(condition))


def _expired(until: datetime) -> Select[tuple[str, int, int, int]]:
    key = (PROPOSALS.c.kind, PROPOSALS.c.proposer, PROPOSALS.c.recipient, PROPOSALS.c.expires_at)
    expired = PROPOSALS.c.expires_at <= microseconds(until)
    return select(*key).where(expired).order_by(PROPOSALS.c.expires_at)


def _has(table: Table, nation: NationId) -> ColumnElement[bool]:
    (one, other) = next((one, other) for of, one, other in _SIDES if of is table)
    return or_(table.c[one] == nation, table.c[other] == nation)


def _is(table: Table, key: Mapping[str, object]) -> list[ColumnElement[bool]]:
    return [table.c[name] == value for name, value in key.items()]


def _key_of(pair: Pair, number: int) -> dict[str, object]:
    return {"first": pair.first, "second": pair.second, "number": number}


def _profile_of(row: Row[Any]) -> Profile:
    is_orphaned = row.orphaned_at is not None
    return Profile(row.name, row.reputation, row.strength, vacation_of(row), is_orphaned)


def _pact_of(row: Row[Any]) -> Pact:
    return Pact(
        kind=TreatyKind(row.kind),
        pair=Pair(NationId(row.first), NationId(row.second)),
        number=row.number,
        agreed_at=instant(row.agreed_at),
        ends_at=optional_instant(row.ends_at),
        ended_by=None if row.ended_by is None else NationId(row.ended_by),
        is_violated=row.is_violated,
    )


def _pact_row(pact: Pact) -> dict[str, object]:
    return {
        "agreed_at": microseconds(pact.agreed_at),
        "ends_at": optional_microseconds(pact.ends_at),
        "ended_by": pact.ended_by,
        "is_violated": pact.is_violated,
    }
