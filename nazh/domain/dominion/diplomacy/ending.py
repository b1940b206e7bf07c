"""Breaks alliances, and cancels pacts with or without notice."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from nazh.domain.dominion.diplomacy.treaties import (
    Alliance,
    Pact,
    Relations,
    Signatory,
    TreatyKind,
    pair_of,
)
from nazh.domain.dominion.errors.diplomacy import NoPact, NotAllied, NoticeGiven
from nazh.domain.dominion.rules.diplomacy import DiplomacyRules


def break_alliance(
    own: Signatory, other: Signatory, relations: Relations, at: datetime
) -> Alliance:
    """Return the alliance after ``own`` has broken it. Raises OwnNation and NotAllied."""
    pair_of(own.id, other.id)
    alliance = relations.alliance
    if alliance is None:
        raise NotAllied(other.name)
    return replace(alliance, ended_at=at, ended_by=own.id)


def give_notice(
    kind: TreatyKind,
    own: Signatory,
    other: Signatory,
    relations: Relations,
    at: datetime,
    rules: DiplomacyRules,
) -> Pact:
    """Return the pact, which ends after the notice but not before its minimum term (DIP-05).

    Raises OwnNation, NoPact and NoticeGiven.
    """
    pact = _pact(kind, own, other, relations, at)
    if pact.ends_at is not None:
        raise NoticeGiven(pact.ends_at)
    ends_at = max(at + rules.pact_notice, pact.agreed_at + rules.pact_term)
    return replace(pact, ends_at=ends_at, ended_by=own.id)


def violate_pact(
    kind: TreatyKind, own: Signatory, other: Signatory, relations: Relations, at: datetime
) -> Pact:
    """Return the pact after ``own`` has ended it immediately. Raises OwnNation and NoPact."""
    pact = _pact(kind, own, other, relations, at)
    return replace(pact, ends_at=at, ended_by=own.id, is_violated=True)


def war_lock_until(relations: Relations, at: datetime, rules: DiplomacyRules) -> datetime | None:
    """Return until when the nations cannot go to war after their alliance, or ``None``."""
    ends = [
        alliance.ended_at + rules.war_lock for alliance in relations.alliances if alliance.ended_at
    ]
    until = max(ends, default=at)
    return until if at < until else None


def _pact(
    kind: TreatyKind, own: Signatory, other: Signatory, relations: Relations, at: datetime
) -> Pact:
    pair_of(own.id, other.id)
    pact = relations.pact(kind, at)
    if pact is None:
        raise NoPact(other.name)
    return pact
