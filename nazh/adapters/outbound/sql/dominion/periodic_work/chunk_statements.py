"""Builds the statements that perform periodic work for a chunk of nations.

They compute what ``nazh.domain.dominion.settling`` computes for one nation (ADR 72). Building and
compiling them takes as long as running them, so they are built once for each ruleset.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Insert,
    Integer,
    Select,
    Text,
    Update,
    and_,
    bindparam,
    case,
    cast,
    false,
    func,
    insert,
    literal,
    null,
    or_,
    select,
    update,
)

from nazh.adapters.outbound.sql.dominion.periodic_work.failures import is_failing
from nazh.adapters.outbound.sql.dominion.periodic_work.scores import POWER, is_inactive
from nazh.adapters.outbound.sql.dominion.tables import LEDGER, NATION_STATES, NOTICES
from nazh.adapters.outbound.sql.functions import greatest, least
from nazh.domain.dominion.basis_points import WHOLE
from nazh.domain.dominion.nations.ledger import Reason
from nazh.domain.dominion.notices import NoticeKind
from nazh.domain.dominion.rules.economy import ResourceRules
from nazh.domain.dominion.rules.nations import NationRules

SEASON: Final = bindparam("season_number", type_=Integer)
FIRST: Final = bindparam("first_nation", type_=Integer)
LAST: Final = bindparam("last_nation", type_=Integer)
NUMBER: Final = bindparam("slot_number", type_=Integer)
AT: Final = bindparam("instant", type_=BigInteger)
ACT: Final = bindparam("act", type_=Text)
MEDIAN: Final = bindparam("median", type_=BigInteger)
_STATE: Final = NATION_STATES.c

CHOSEN: Final = and_(
    _STATE.season == SEASON,
    _STATE.nation.between(FIRST, LAST),
    ~is_failing(SEASON, _STATE.nation),
)
LOCK: Final = select(_STATE.nation).where(CHOSEN).order_by(_STATE.nation).with_for_update()


@dataclass(frozen=True, slots=True)
class TickStatements:
    """The statements of a tick, in order; ``states`` must be the last.

    ``lost`` sums the income that the nations are about to lose because their storages are full.
    """

    lost: Select[int]
    entries: Insert
    notices: Insert
    states: Update


@dataclass(frozen=True, slots=True)
class ChargeStatements:
    """The statements of a charge, in order."""

    entries: Insert
    states: Update


@lru_cache(maxsize=8)
def tick_statements(rules: ResourceRules) -> TickStatements:
    """Return the statements of a tick.

    Nations on vacation and orphaned nations earn nothing and owe no upkeep for it.
    """
    is_below = and_(_STATE.power.is_not(None), 2 * _STATE.power < MEDIAN)
    condition = and_(CHOSEN, _STATE.hour == NUMBER - 1)
    added = case((_is_paused(), 0), else_=_added(rules, is_below))
    upkeep = case((_is_paused(), 0), else_=_STATE.upkeep)
    states = update(NATION_STATES).where(condition)
    return TickStatements(
        _lost(rules, is_below, condition),
        _book(Reason.GENERATION, added, condition),
        _notice_full_storages(rules, added, condition),
        states.values(
            resources=_STATE.resources + added,
            generated=_STATE.generated + added,
            upkeep_due=_STATE.upkeep_due + upkeep,
            is_below_median=is_below,
            hour=NUMBER,
        ),
    )


def _charge() -> ChargeStatements:
    """Return the statements of a charge for nations that can pay it."""
    condition = and_(CHOSEN, _STATE.day == NUMBER - 1, _STATE.upkeep_due <= _STATE.resources)
    values = {"resources": _STATE.resources - _STATE.upkeep_due, "upkeep_due": 0, "day": NUMBER}
    return ChargeStatements(
        _book(Reason.UPKEEP, -_STATE.upkeep_due, condition),
        update(NATION_STATES).where(condition).values(values),
    )


@lru_cache(maxsize=8)
def standing_statement(rules: NationRules) -> Update:
    """Return the statement of standings, which exclude inactive nations."""
    condition = and_(CHOSEN, _STATE.standing == NUMBER - 1)
    values = {"power": case((is_inactive(rules, AT), null()), else_=POWER), "standing": NUMBER}
    return update(NATION_STATES).where(condition).values(values)


def _added(rules: ResourceRules, is_below: ColumnElement[bool]) -> ColumnElement[int]:
    """Return what a tick adds to a nation, within its storage."""
    return least(_income(rules, is_below), greatest(_STATE.capacity - _STATE.resources, 0))


def _income(rules: ResourceRules, is_below: ColumnElement[bool]) -> ColumnElement[int]:
    """Return what a nation earns in a tick, as ``settling.income`` computes it."""
    whole = literal(WHOLE, BigInteger)
    multiplier = whole + case((_STATE.protected_until > AT, rules.new_nation_bonus), else_=0)
    economy = literal(rules.economy_bonus, BigInteger) * _STATE.economy_level
    multiplier = multiplier * (whole + economy) // WHOLE
    multiplier = multiplier * (whole + case((is_below, rules.underdog_bonus), else_=0)) // WHOLE
    multiplier = least(greatest(multiplier, rules.least_multiplier), rules.most_multiplier)
    return _STATE.counted * rules.rate * multiplier // (100 * WHOLE)


def _most_income(rules: ResourceRules) -> ColumnElement[int]:
    """Return an upper bound of a nation's income, which is cheaper and usually sufficient."""
    return _STATE.counted * (rules.rate * rules.most_multiplier) // (100 * WHOLE)


def _lost(
    rules: ResourceRules, is_below: ColumnElement[bool], condition: ColumnElement[bool]
) -> Select[int]:
    """Sum the income that nations lose in a tick because their storages are full.

    The cheap condition comes first.
    """
    free = greatest(_STATE.capacity - _STATE.resources, 0)
    lost = greatest(_income(rules, is_below) - free, 0)
    return select(func.coalesce(func.sum(lost), 0)).where(
        _STATE.resources + _most_income(rules) > _STATE.capacity,
        condition,
        ~_is_paused(),
    )


def _is_paused() -> ColumnElement[bool]:
    """Return the condition of ``Nation.is_paused``, never null."""
    on_vacation = and_(
        _STATE.vacation_since.is_not(None),
        _STATE.vacation_since <= AT,
        _STATE.vacation_until > AT,
    )
    return or_(_STATE.orphaned_at.is_not(None), on_vacation)


def _book(reason: Reason, amount: ColumnElement[int], condition: ColumnElement[bool]) -> Insert:
    """Insert a ledger entry for each nation whose stock is about to change."""
    states = select(_STATE.season, _STATE.nation, _STATE.resources, amount.label("amount"))
    # The offset keeps the databases from recomputing the amount wherever it is used.
    changes = states.where(condition).offset(0).subquery().c
    values = {
        "season": changes.season,
        "nation": changes.nation,
        "at": AT,
        "reason": literal(reason.value),
        "amount": changes.amount,
        "balance": changes.resources + changes.amount,
        "cause": ACT,
    }
    entries = select(*values.values()).where(changes.amount != 0)
    return insert(LEDGER).from_select(list(values), entries)


def _notice_full_storages(
    rules: ResourceRules, added: ColumnElement[int], condition: ColumnElement[bool]
) -> Insert:
    """Insert a notice for each nation whose storage is about to be filled."""
    filled = and_(
        _STATE.resources < _STATE.capacity,
        _STATE.resources + _most_income(rules) >= _STATE.capacity,
        condition,
        _STATE.resources + added >= _STATE.capacity,
    )
    values = {
        "season": _STATE.season,
        "nation": _STATE.nation,
        "at": AT,
        "kind": literal(NoticeKind.STORAGE_FULL.value),
        "cause": ACT,
        "facts": literal('{"capacity": ') + cast(_STATE.capacity, Text) + literal("}"),
        "is_queued": false(),
    }
    return insert(NOTICES).from_select(list(values), select(*values.values()).where(filled))


CHARGE: Final = _charge()
