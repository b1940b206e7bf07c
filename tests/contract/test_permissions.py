"""Tests who may use each command of Dominion: all commands, each by everyone."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Final

import pytest
import pytest_asyncio

from nazh.adapters.inbound.cli.dominion.script import ScriptCommand
from nazh.adapters.inbound.cli.dominion.script_commands import COMMANDS, requester_of
from nazh.adapters.inbound.cli.dominion.script_views import VIEWS, GameViews
from nazh.adapters.outbound.null.event_publisher import NullPublisher
from nazh.adapters.outbound.rng.dominion.war_secrets import DerivedWarSecrets
from nazh.adapters.outbound.rulesets.toml_rulesets import TomlRulesets
from nazh.adapters.outbound.sql.dominion.world.world import SqlWorld
from nazh.application.dominion.administrators import Administrators
from nazh.domain.dominion.government.administrators import ADMINISTRATORS
from nazh.domain.dominion.nations.offices import Office
from nazh.domain.guilds.guild_settings import GuildSettings
from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.identity import GuildId, RoleId, UserId
from nazh.wiring.dominion.game import game_commands
from nazh.wiring.dominion.game_views import game_views
from tests import databases

START: Final = datetime(2026, 1, 1, tzinfo=UTC)
WORDS: Final = (*COMMANDS, *VIEWS)
OPTIONS: Final = {
    "name": "Borealis",
    "category": "economy",
    "amount": 10,
    "unit": "infantry",
    "quantity": 1,
    "id": 1,
    "days": 3,
    "user": 11,
    "office": "spymaster",
    "battle_hour": 7,
    "nation": "Borealis",
    "war": 1,
    "stance": "balanced",
    "text": "a nonce",
    "message": "Vote!",
    "title": "Greetings",
    "type": "trade",
    "side": "defender",
    "a": "Aurelia",
    "b": "Aurelia",
    "battle": 1,
}
OTHER_OPTIONS: Final[Mapping[str, Mapping[str, object]]] = {
    "nation info": {"nation": "Aurelia"},
    "rank board": {"type": "power"},
    "war list": {"filter": "world"},
    "dominion report": {"category": "other"},
    "dominion guide": {"role": "leader"},
}
LEADER, CITIZEN, GUEST, ADMINISTRATOR = "leader", "citizen", "guest", "administrator"
WITH_THE_ROLE: Final = "member of the role for administrators"
ADMINISTRATORS_ARE: Final = {ADMINISTRATOR, WITH_THE_ROLE}
ROLE: Final = RoleId(99)
COMMANDER, DIPLOMAT, TREASURER, SPYMASTER = (office.value for office in Office)
USERS: Final = {
    LEADER: 10,
    CITIZEN: 11,
    GUEST: 12,
    ADMINISTRATOR: 13,
    COMMANDER: 14,
    DIPLOMAT: 15,
    TREASURER: 16,
    SPYMASTER: 17,
    WITH_THE_ROLE: 18,
}
FOR_THE_LEADER: Final = {
    "nation rename",
    "nation vacation",
    "military cancel",
    "gov announce",
    "gov delegate",
    "gov revoke",
    "nation settings",
    "gov dashboard",
    "war accept",
    "war decline",
    "war withdraw",
    "war surrender",
    "war support",
}
FOR_DELEGATES: Final = {
    "treasury upgrade": TREASURER,
    "treasury allocate": TREASURER,
    "military build": COMMANDER,
    "military disband": COMMANDER,
    "military upgrade": COMMANDER,
    "military fortify": COMMANDER,
    "military mobilize": COMMANDER,
    "military advise": COMMANDER,
    "diplomacy alliance propose": DIPLOMAT,
    "diplomacy alliance accept": DIPLOMAT,
    "diplomacy alliance decline": DIPLOMAT,
    "diplomacy alliance break": DIPLOMAT,
    "diplomacy pact propose": DIPLOMAT,
    "diplomacy pact accept": DIPLOMAT,
    "diplomacy pact decline": DIPLOMAT,
    "diplomacy pact cancel": DIPLOMAT,
    "diplomacy embassy open": DIPLOMAT,
    "diplomacy message": DIPLOMAT,
    "diplomacy alliance chat": DIPLOMAT,
    "war peace propose": DIPLOMAT,
    "war peace accept": DIPLOMAT,
    "war peace reject": DIPLOMAT,
    "war declare": COMMANDER,
    "war stance": COMMANDER,
    "war nonce": COMMANDER,
}
FOR_ADMINISTRATORS: Final = {"nation register", "nation delete"}
DELEGATES: Final = {COMMANDER, DIPLOMAT, TREASURER, SPYMASTER}
NUMBERS: Final = count(1)
FOR_CITIZENS: Final = {
    "citizen leave",
    "citizen contribute",
}
FOR_MEMBERS: Final = {
    "citizen contributors",
    "military compare",
    "gov offices",
    "diplomacy alliance list",
    "diplomacy pact list",
    "diplomacy embassy list",
    "diplomacy reputation",
    "treasury status",
    "treasury history",
    "military status",
    "military queue",
    "inbox list",
    "inbox settings",
    "war replay",
    "war verify",
    "war info",
    "war list",
    "war history",
    "war predict",
    "nation compare",
    "dominion report",
    "dominion bug",
    "dominion suggest",
}
"""Those for citizens, and for the leader even if not a citizen."""
WITHOUT_A_NATION: Final = {
    *("nation list", "nation history", "nation statistics", "nation info"),
    *("rank board", "rank nation", "dominion help", "dominion guide", "dominion tutorial"),
    *("dominion faq", "dominion about"),
}
"""Those that a server needs no nation for, or that show the nation in the option."""
PERMISSIONS: Final = {
    *("only_administrators", "only_the_leader", "only_citizens", "no_nation"),
    *("only_delegates", "only_leader_or_administrators"),
}
"""The codes of refusals that depend on who asks, and where."""


@pytest_asyncio.fixture
async def game(tmp_path: Path) -> AsyncIterator[GameViews]:
    """Yield a game in which guild 1 has a nation with a leader, a citizen and four delegates."""
    address = f"sqlite:///{tmp_path / 'world.sqlite3'}"
    async with databases.opened(address, "dominion") as opened:
        database = databases.patient(opened)
        world = SqlWorld(database, TomlRulesets("classic"), DerivedWarSecrets(), NullPublisher())
        administrators = Administrators(chosen_role)
        commands = game_commands(world, administrators=administrators)
        game = game_views(world, database, commands)
        await run(game, "nation register", LEADER, is_administrator=True, name="Aurelia")
        await run(game, "citizen register", CITIZEN)
        for office in DELEGATES:
            await run(game, "citizen register", office)
            await run(game, "gov delegate", LEADER, office=office, user=USERS[office])
        yield game


async def chosen_role(guild: GuildId | None) -> GuildSettings:
    """Return the settings of a server whose administrators have chosen a role."""
    return GuildSettings({ADMINISTRATORS.name: str(ROLE)})


async def run(
    game: GameViews,
    words: str,
    role: str,
    *,
    guild: int = 1,
    at: datetime = START,
    is_administrator: bool = False,
    **options: object,
) -> str | None:
    """Run a command, and return the code of its refusal, if it is refused."""
    number = next(NUMBERS)
    who = is_administrator or role == ADMINISTRATOR
    merged = {**OPTIONS, **OTHER_OPTIONS.get(words, {}), **options}
    given_options = {name: value for name, value in merged.items() if value is not None}
    command = ScriptCommand(number, at, guild, USERS[role], who, words, given_options)
    roles = frozenset({RoleId(98), ROLE} if role == WITH_THE_ROLE else {RoleId(98)})
    by = replace(requester_of(command), roles=roles)
    try:
        if words in VIEWS:
            await VIEWS[words].run(game, by, command)
        else:
            await COMMANDS[words].run(game.game, by, command)
    except Refusal as refusal:
        return refusal.code
    return None


def expected(words: str, role: str) -> str | None:
    """Return the code with which a role is refused a command, or ``None``."""
    if words in FOR_ADMINISTRATORS:
        return None if role in ADMINISTRATORS_ARE else "only_administrators"
    if words in FOR_THE_LEADER:
        return None if role == LEADER else "only_the_leader"
    if words in FOR_DELEGATES:
        return None if role in (LEADER, FOR_DELEGATES[words]) else "only_delegates"
    if words == "gov appoint":
        return None if role in {LEADER, *ADMINISTRATORS_ARE} else "only_leader_or_administrators"
    if words in FOR_MEMBERS:
        return None if role in {LEADER, CITIZEN, *DELEGATES} else "only_citizens"
    if words in FOR_CITIZENS:
        return None if role in {CITIZEN, *DELEGATES} else "only_citizens"
    return None


@pytest.mark.parametrize("role", USERS)
async def test_a_command_is_for_those_who_may(game: GameViews, role: str) -> None:
    # What changes who somebody is comes last.
    last = ("nation delete", "gov appoint", "citizen leave", "citizen register")
    codes = {
        words: await run(game, words, role)
        for words in (*(word for word in WORDS if word not in last), *last)
    }

    refused_codes = {words: code if code in PERMISSIONS else None for words, code in codes.items()}
    assert refused_codes == {words: expected(words, role) for words in codes}


@pytest.mark.parametrize("founder", sorted(ADMINISTRATORS_ARE))
async def test_without_a_nation_only_an_administrator_can_begin(
    game: GameViews, founder: str
) -> None:
    others = set(WORDS) - FOR_ADMINISTRATORS - WITHOUT_A_NATION

    codes = {await run(game, words, founder, guild=2) for words in others}

    assert codes == {"no_nation"}
    for words in WITHOUT_A_NATION:
        assert await run(game, words, GUEST, guild=2) not in PERMISSIONS
    assert await run(game, "nation delete", founder, guild=2) == "no_nation"
    assert await run(game, "nation register", founder, guild=2) is None


@pytest.mark.parametrize("role", [LEADER, ADMINISTRATOR, WITH_THE_ROLE, CITIZEN, TREASURER])
async def test_a_deletion_is_cancelled_by_users_who_may_do_so(game: GameViews, role: str) -> None:
    await run(game, "nation delete", ADMINISTRATOR)

    code = await run(game, "nation delete", role, cancel=True)

    is_allowed = role in {LEADER, *ADMINISTRATORS_ARE}
    assert code == (None if is_allowed else "only_leader_or_administrators")


@pytest.mark.parametrize("role", USERS)
async def test_settings_are_shown_to_the_leader_and_administrators(
    game: GameViews, role: str
) -> None:
    code = await run(game, "nation settings", role, battle_hour=None)

    is_allowed = role in {LEADER, *ADMINISTRATORS_ARE}
    assert code == (None if is_allowed else "only_leader_or_administrators")


@pytest.mark.parametrize(("hours", "code"), [(71, "only_delegates"), (72, None)])
async def test_any_delegate_may_act_if_nobody_has_governed_for_three_days(
    game: GameViews, hours: int, code: str | None
) -> None:
    later = START + timedelta(hours=hours)

    codes = [
        await run(game, "treasury allocate", SPYMASTER, at=later),
        await run(game, "military build", SPYMASTER, at=later + timedelta(minutes=1)),
        await run(game, "gov revoke", SPYMASTER, at=later),
    ]
    await run(game, "nation info", LEADER, at=later + timedelta(minutes=2))
    after = await run(game, "treasury allocate", SPYMASTER, at=later + timedelta(minutes=3))

    assert codes == [code, code, "only_the_leader"]
    assert after == "only_delegates"


async def test_a_delegate_who_leaves_or_is_replaced_has_no_rights(game: GameViews) -> None:
    await run(game, "gov delegate", LEADER, office=TREASURER, user=USERS[CITIZEN])
    await run(game, "citizen leave", COMMANDER)
    await run(game, "citizen register", COMMANDER)

    assert await run(game, "treasury allocate", TREASURER) == "only_delegates"
    assert await run(game, "treasury allocate", CITIZEN) is None
    assert await run(game, "military build", COMMANDER) == "only_delegates"


async def test_offices_are_vacant_under_another_leader(game: GameViews) -> None:
    await run(game, "gov appoint", ADMINISTRATOR, user=USERS[CITIZEN])

    assert await run(game, "treasury allocate", TREASURER) == "only_delegates"
    assert await run(game, "nation rename", LEADER) == "only_the_leader"
    assert await run(game, "gov delegate", CITIZEN, user=USERS[TREASURER]) is None


async def test_only_a_member_of_the_server_is_appointed(game: GameViews) -> None:
    class Nobody:
        async def has(self, guild: GuildId, user: UserId) -> bool:
            return False

    appoint = replace(game.game.appoint, members=Nobody())
    alone = replace(game, game=replace(game.game, appoint=appoint))

    assert await run(alone, "gov appoint", LEADER) == "not_a_member"
    assert await run(alone, "gov appoint", CITIZEN) == "only_leader_or_administrators"
    assert await run(game, "gov appoint", LEADER) is None


async def test_a_server_has_one_nation(game: GameViews) -> None:
    assert await run(game, "nation register", ADMINISTRATOR) == "already_a_nation"
