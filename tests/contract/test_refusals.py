"""Tests that every refusal of Dominion happens where it should, and changes nothing."""

from __future__ import annotations

import inspect
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Final

import pytest
import pytest_asyncio
from sqlalchemy import update

from nazh.adapters.inbound.cli.dominion.script import ScriptCommand
from nazh.adapters.inbound.cli.dominion.script_commands import run_command
from nazh.adapters.outbound.sql.dominion.tables import NATION_STATES
from nazh.application.dominion.treasury.upgrade_storage import UpgradeStorage
from nazh.domain.dominion.errors import general as errors
from nazh.domain.dominion.errors import government as government_errors
from nazh.domain.dominion.errors import lifecycle as lifecycle_errors
from nazh.domain.dominion.errors import military as military_errors
from nazh.domain.dominion.names.names import name_key
from nazh.domain.dominion.treasury import storage_price
from nazh.domain.kernel.errors import Refusal
from nazh.wiring.dominion.game import game_commands
from tests import databases
from tests.contract.test_worlds import START, Played, requester
from tests.unit.domain.dominion.dominion_examples import CLASSIC

LEADER, CITIZEN, STRANGER = 10, 11, 12
RICHES: Final = 10**8
Step = tuple[str, int, Mapping[str, object]]
FOUND: Final[Step] = ("nation register", LEADER, {"name": "Aurelia", "as": "admin"})
BUILD: Final[Step] = ("military build", LEADER, {"unit": "infantry", "quantity": 1})
UPGRADE: Final[Step] = ("military upgrade", LEADER, {"unit": "infantry"})
APPOINT_AGAIN: Final[Step] = ("gov appoint", LEADER, {"user": CITIZEN, "as": "admin"})
VACATION: Final[Step] = ("nation vacation", LEADER, {"days": 3})
DELETE: Final[Step] = ("nation delete", STRANGER, {"as": "admin"})
REFUSED: Final[Mapping[str, tuple[Step, ...]]] = {
    "no_nation": (("treasury upgrade", LEADER, {"guild": 2}),),
    "already_a_nation": (FOUND,),
    "only_administrators": (("nation register", STRANGER, {"guild": 2, "name": "Borealis"}),),
    "only_the_leader": (("nation rename", CITIZEN, {"name": "Borealis"}),),
    "only_leader_or_administrators": (("gov appoint", CITIZEN, {"user": CITIZEN}),),
    "only_delegates": (("treasury upgrade", CITIZEN, {}),),
    "only_citizens": (("citizen contribute", STRANGER, {}),),
    "citizen_elsewhere": (
        ("nation register", STRANGER, {"guild": 2, "as": "admin", "name": "Borealis"}),
        ("citizen register", CITIZEN, {"guild": 2}),
    ),
    "invalid_name": (("nation register", STRANGER, {"guild": 2, "as": "admin", "name": "!"}),),
    "official_name": (("nation register", STRANGER, {"guild": 2, "as": "admin", "name": "Admin"}),),
    "forbidden_name": (("nation rename", LEADER, {"name": "Cheese Land"}),),
    "name_taken": (("nation register", STRANGER, {"guild": 2, "as": "admin", "name": "AURELIA"}),),
    "too_soon": (("citizen contribute", CITIZEN, {}),) * 2,
    "not_enough_resources": (
        ("treasury allocate", LEADER, {"category": "research", "amount": 2 * RICHES}),
    ),
    "not_enough_research": (UPGRADE,),
    "already_a_citizen": (("citizen register", CITIZEN, {}),),
    "highest_level": (("treasury upgrade", LEADER, {}),) * 21,
    "amount_too_small": (("treasury allocate", LEADER, {"category": "economy", "amount": 0}),),
    "invalid_quantity": (("military build", LEADER, {"unit": "armor", "quantity": 0}),),
    "units_not_available": (("military build", LEADER, {"unit": "naval", "quantity": 1}),),
    "too_many_orders": (BUILD,) * 6,
    "too_many_units": (("military build", LEADER, {"unit": "infantry", "quantity": 500}),) * 5,
    "too_few_units": (("military disband", LEADER, {"unit": "armor", "quantity": 1}),),
    "no_such_order": (("military cancel", LEADER, {"id": 1}),),
    "already_fortified": (("military fortify", LEADER, {}),) * 2,
    "already_mobilized": (("military mobilize", LEADER, {}),) * 2,
    "not_a_citizen": (("gov delegate", LEADER, {"office": "diplomat", "user": STRANGER}),),
    "already_the_leader": (("gov appoint", LEADER, {"user": CITIZEN}), APPOINT_AGAIN),
    "vacant_office": (("gov revoke", LEADER, {"office": "diplomat"}),),
    "invalid_announcement": (("gov announce", LEADER, {"message": " "}),),
    "invalid_vacation": (("nation vacation", LEADER, {"days": 2}),),
    "vacation_used": (VACATION,) * 2,
    "on_vacation": (VACATION, ("citizen contribute", CITIZEN, {"hours": 24})),
    "already_being_deleted": (DELETE,) * 2,
    "not_being_deleted": (("nation delete", LEADER, {"cancel": True}),),
}
"""The commands that lead to each refusal; the last one is refused."""
ELSEWHERE: Final = {
    *("account_too_young", "unknown_nation", "not_a_member", "deletion_ordered", "same_nation"),
    *("no_ping_for_everyone", "role_not_mentionable", "contributor_deleted", "other_units"),
    "other_price",
}
"""The age and the price are tested below, a name that no nation has and a nation beside itself in
``tests/e2e``, and users who are no members in ``test_permissions.py``. Roles that an announcement
pings are tested in ``tests/e2e/test_government.py``, deletions that developers order in
``test_ordered_deletions.py``, users who delete their data in ``test_deleted_contributors.py``, and
confirmations of other units in ``test_disbanding.py``."""
FORBIDDEN: Final = frozenset({name_key("cheese")})
_LINES: Final = count(1)


@pytest_asyncio.fixture
async def rich(tmp_path: Path) -> AsyncIterator[Played]:
    """Yield a world in which a nation with a leader and a citizen can pay for everything."""
    async with databases.opened(f"sqlite:///{tmp_path / 'world.sqlite3'}", "dominion") as opened:
        database = databases.patient(opened)
        played = Played(database)
        for step in (FOUND, ("citizen register", CITIZEN, {})):
            await run(played, step)
        await database.write(
            lambda on: on.execute(update(NATION_STATES).values(resources=RICHES)).rowcount
        )
        yield played


async def run(played: Played, step: Step) -> None:
    words, user, options = step
    is_administrator = options.get("as") == "admin"
    guild = options.get("guild", 1)
    assert isinstance(guild, int)
    hours = options.get("hours", 0)
    assert isinstance(hours, int)
    at = START + timedelta(hours=hours)
    line = ScriptCommand(next(_LINES), at, guild, user, is_administrator, words, options)
    await run_command(game_commands(played.world, forbidden=FORBIDDEN), line)


def test_every_refusal_has_a_scenario() -> None:
    codes = {
        error.code
        for module in (errors, government_errors, lifecycle_errors, military_errors)
        for _, error in inspect.getmembers(module, inspect.isclass)
        if issubclass(error, Refusal) and error.__module__ == module.__name__
    }

    assert codes - REFUSED.keys() - ELSEWHERE == set(), "add the commands that lead to these"
    assert (REFUSED.keys() | ELSEWHERE) - codes == set()


@pytest.mark.parametrize("code", REFUSED)
async def test_a_refusal_changes_nothing(rich: Played, code: str) -> None:
    *before, last = REFUSED[code]
    for step in before:
        await run(rich, step)
    stocks = [nation.resources for nation in (await rich.snapshot()).nations]

    with pytest.raises(Refusal) as refused:
        await run(rich, last)

    after = await rich.snapshot()
    assert refused.value.code == code
    assert [nation.resources for nation in after.nations] == stocks


async def test_an_account_that_is_too_young_may_not_join(rich: Played) -> None:
    young = replace(requester(next(_LINES), STRANGER), created_at=START - timedelta(days=1))

    with pytest.raises(errors.AccountTooYoung):
        await rich.join(young)

    assert (await rich.snapshot()).nations[0].population == 1


async def test_a_confirmed_price_is_paid_once(rich: Played) -> None:
    upgrade, price = UpgradeStorage(rich.world), storage_price(0, CLASSIC.resources)

    await upgrade(requester(next(_LINES), LEADER), price)
    with pytest.raises(errors.OtherPrice) as refused:
        await upgrade(requester(next(_LINES), LEADER), price)

    (nation,) = (await rich.snapshot()).nations
    assert nation.storage_upgrades == 1
    assert refused.value.facts["price"] == storage_price(1, CLASSIC.resources)
