"""Appoints leaders and delegates, and decides what they may do."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from nazh.domain.dominion.cooldowns import check_cooldown
from nazh.domain.dominion.errors.government import AlreadyTheLeader, VacantOffice
from nazh.domain.dominion.nations.nation import Nation
from nazh.domain.dominion.nations.offices import Accession, Leadership, Office
from nazh.domain.dominion.rules.nations import PoliticsRules
from nazh.domain.kernel.identity import UserId


def appoint(nation: Nation, user: UserId, at: datetime, rules: PoliticsRules) -> Nation:
    """Return the nation with another leader, and with all offices vacant (ELE-06, ELE-07).

    Raises AlreadyTheLeader and TooSoon.
    """
    if user == nation.leader:
        raise AlreadyTheLeader(nation.name)
    last = nation.government.appointed_at
    check_cooldown(last, rules.appoint_cooldown, at, "another appointment of a leader")
    government = replace(
        nation.government, active_at=at, has_emergency=False, appointed_at=at, holders={}
    )
    new = Leadership(user, at, Accession.APPOINTED)
    return replace(nation, leader=user, government=government, accessions=(*nation.accessions, new))


def give_office(nation: Nation, office: Office, user: UserId) -> Nation:
    """Return the nation with a user in an office, replacing any previous holder (ELE-09)."""
    holders = {**nation.government.holders, office: user}
    return replace(nation, government=replace(nation.government, holders=holders))


def revoke_office(nation: Nation, office: Office) -> tuple[Nation, UserId]:
    """Return the nation with the office vacant, and its former holder. Raises VacantOffice."""
    holders = dict(nation.government.holders)
    if office not in holders:
        raise VacantOffice
    holder = holders.pop(office)
    return replace(nation, government=replace(nation.government, holders=holders)), holder


def vacate_offices(nation: Nation, user: UserId) -> Nation:
    """Return the nation after a user who is no longer a citizen has lost all offices."""
    holders = nation.government.holders
    if user not in holders.values():
        return nation
    remaining = {office: holder for office, holder in holders.items() if holder != user}
    return replace(nation, government=replace(nation.government, holders=remaining))


def has_emergency_powers(nation: Nation, at: datetime, rules: PoliticsRules) -> bool:
    """Return whether each delegate has the rights of every office (REG-11).

    They have these emergency powers if there is no leader, or once neither the leader nor a
    delegate has used a command for some time, until the leader uses one again.
    """
    government = nation.government
    is_silent = at >= government.active_at + rules.emergency_after
    return nation.leader is None or government.has_emergency or is_silent


def may_act_as(
    nation: Nation, user: UserId, office: Office, at: datetime, rules: PoliticsRules
) -> bool:
    """Return whether a user has the rights of an office."""
    holders = nation.government.holders
    if user in (nation.leader, holders.get(office)):
        return True
    return user in holders.values() and has_emergency_powers(nation, at, rules)


def note_command(nation: Nation, user: UserId, at: datetime, rules: PoliticsRules) -> Nation:
    """Return the nation after a user's command, which counts if they govern the nation.

    Commands may arrive out of order; one that is older than the last does not count.
    """
    if at < nation.government.active_at:
        return nation
    if user == nation.leader:
        government = replace(nation.government, active_at=at, has_emergency=False)
    elif user in nation.government.holders.values():
        is_emergency = has_emergency_powers(nation, at, rules)
        government = replace(nation.government, active_at=at, has_emergency=is_emergency)
    else:
        return nation
    return replace(nation, government=government)
