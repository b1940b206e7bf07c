"""Tests that each role may run the verbs of its level on its game servers, and nothing else."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nazh.domain.keep.access import (
    Caller,
    Grant,
    check_may_run,
    level_of,
    needed_level,
    needs_confirmation,
    recorded_text,
    verb_of,
)
from nazh.domain.keep.access_levels import AccessLevel
from nazh.domain.keep.consoles.commands import parse_command
from nazh.domain.keep.errors import ChainedCommand, MayNotRun, OnlyServerManagers
from nazh.domain.keep.profiles.profile import Profile
from nazh.domain.keep.profiles.registry import PROFILES
from nazh.domain.keep.servers import GameServer, GameServerId
from nazh.domain.keep.texts.chat import broadcast_command
from nazh.domain.kernel.identity import GuildId, RequestId, RoleId, UserId

GUILD = GuildId(1)
ARK = PROFILES["ark_asa"]
ISLAND, CENTER = GameServerId(1), GameServerId(2)
VISITORS, MODERATORS, ADMINS, OWNERS, HOSTS = map(RoleId, range(10, 15))
GRANTS = (
    Grant(VISITORS, AccessLevel.VIEWER),
    Grant(MODERATORS, AccessLevel.MODERATOR),
    Grant(ADMINS, AccessLevel.ADMIN, ISLAND),
    Grant(OWNERS, AccessLevel.OWNER, ISLAND),
    Grant(HOSTS, AccessLevel.VIEWER),
    Grant(HOSTS, AccessLevel.OWNER, CENTER),
)
VERBS = ("ListPlayers", "KickPlayer 7", "SaveWorld", "DoExit", "/listplayers", "unheard-of")
# For each role, the verbs that it may run on the island, and on the center.
MATRIX: dict[RoleId | None, tuple[str, str]] = {
    None: ("------", "------"),
    VISITORS: ("+---+-", "+---+-"),
    MODERATORS: ("++--+-", "++--+-"),
    ADMINS: ("+++-+-", "------"),
    OWNERS: ("++++++", "------"),
    HOSTS: ("+---+-", "++++++"),
}


def server(id: GameServerId, profile: Profile = ARK) -> GameServer:
    return GameServer(id, GUILD, f"Server {id}", profile.name, "a.example", 27_020)


def caller(*roles: RoleId, is_manager: bool = False) -> Caller:
    return Caller(GUILD, UserId(7), frozenset(roles), is_manager, RequestId("1"))


def may_run(typed: str, where: GameServer, who: Caller, profile: Profile = ARK) -> bool:
    try:
        check_may_run(parse_command(typed, profile), where, profile, who, GRANTS)
    except MayNotRun:
        return False
    return True


@pytest.mark.parametrize(
    ("role", "where", "typed", "is_allowed"),
    [
        (role, where, typed, rows[column][number] == "+")
        for role, rows in MATRIX.items()
        for (column, where), (number, typed) in product(
            enumerate((ISLAND, CENTER)), enumerate(VERBS)
        )
    ],
)
def test_a_role_may_run_what_its_level_includes(
    role: RoleId | None, where: GameServerId, typed: str, is_allowed: bool
) -> None:
    who = caller() if role is None else caller(role)

    assert may_run(typed, server(where), who) is is_allowed


@pytest.mark.parametrize("typed", VERBS)
def test_managers_may_run_everything(typed: str) -> None:
    assert may_run(typed, server(ISLAND), caller(is_manager=True))


def test_the_highest_level_of_all_roles_counts() -> None:
    who = caller(VISITORS, MODERATORS, ADMINS)

    assert level_of(who, ISLAND, GRANTS) is AccessLevel.ADMIN
    assert level_of(who, CENTER, GRANTS) is AccessLevel.MODERATOR
    assert level_of(caller(), ISLAND, GRANTS) is None


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_each_verb_belongs_to_one_level_and_confirmed_ones_to_owners(profile: Profile) -> None:
    verbs = [verb for some in profile.verbs.values() for verb in some]

    assert len(verbs) == len(set(verbs))
    assert not profile.confirmed_verbs & set(verbs)
    assert all(verb == verb.casefold() for verb in (*verbs, *profile.confirmed_verbs))
    assert verb_of(parse_command(profile.probe, profile)) in profile.read_only_verbs | set(verbs)


@pytest.mark.parametrize(
    ("typed", "is_confirmed"),
    [
        *(("DoExit", True), ("/doexit", True), ("DESTROYALL Rex", True), ("ListPlayers", False)),
        *(("cheat DoExit", True), ("AdminCheat /destroyall Rex", True), ('x "DoExit"', True)),
        *(("ServerChat do not DoExit", False), ("DestroyWildDinoClasses Dodo_C 1", True)),
    ],
)
def test_what_ruins_a_game_is_confirmed(typed: str, is_confirmed: bool) -> None:
    assert needs_confirmation(parse_command(typed, ARK), ARK) is is_confirmed


@pytest.mark.parametrize("game", PROFILES)
@given(st.data())
def test_no_word_before_a_verb_takes_its_confirmation(game: str, data: st.DataObject) -> None:
    profile = PROFILES[game]
    verb = data.draw(st.sampled_from(sorted(profile.confirmed_verbs)))
    case = data.draw(st.sampled_from([str.upper, str.lower, str.title]))
    before = data.draw(st.lists(st.text("abcXYZ_-/@", min_size=1), max_size=3))
    typed = " ".join((*before, case(verb), "Rex"))
    command = parse_command(typed, profile)

    is_open = needed_level(command, profile) is not AccessLevel.OWNER

    assert needs_confirmation(command, profile) is not is_open


@pytest.mark.parametrize(
    ("game", "typed"),
    [
        *(("openttd", verb) for verb in ("quit", "exit", "restart", "newgame", "exec x", "load x")),
        *(("source_generic", f"execute as @a run {verb}") for verb in ("stop", "kill", "op Rex")),
        *(("source_generic", typed) for typed in ("minecraft:stop", "/Minecraft:op Rex")),
        *(("source_generic", typed) for typed in ("execute run minecraft:kill @e", "restart")),
        *(("source_generic", typed) for typed in ("reload", "rl", "reload confirm", "Bukkit:rl")),
        *(("source_generic", typed) for typed in ("bukkit:reload", "/minecraft:reload")),
        *(("teeworlds", verb) for verb in ("shutdown", "exec x", "reload")),
        *(("source_engine", verb) for verb in ("quit", "exec x", "alias a quit", "killserver")),
        ("source_engine", "_restart"),
    ],
)
def test_what_ends_or_wipes_a_game_is_confirmed_in_every_game(game: str, typed: str) -> None:
    assert needs_confirmation(parse_command(typed, PROFILES[game]), PROFILES[game])


@pytest.mark.parametrize("game", PROFILES)
@pytest.mark.parametrize(
    ("role", "allowed"),
    [(None, ""), (VISITORS, ""), (MODERATORS, "b"), (ADMINS, "bs"), (OWNERS, "bs")],
)
def test_moderators_broadcast_and_admins_save(game: str, role: RoleId | None, allowed: str) -> None:
    profile = PROFILES[game]
    who = caller() if role is None else caller(role)
    where = server(ISLAND, profile)
    command = broadcast_command(profile, "hello").text

    assert may_run(command, where, who, profile) is ("b" in allowed)
    if profile.save is not None:
        assert may_run(profile.save, where, who, profile) is ("s" in allowed)


@pytest.mark.parametrize(
    ("game", "typed", "recorded"),
    [
        ("ark_asa", "EnableCheats tulip7", "enablecheats […]"),
        ("openttd", "rcon_pw tulip7", "rcon_pw […]"),
        ("source_generic", "/RCON_PASSWORD tulip7", "rcon_password […]"),
        ("teeworlds", "sv_rcon_password tulip7", "sv_rcon_password […]"),
        ("ark_asa", "ServerChat tulip7", "ServerChat tulip7"),
        ("ark_asa", "cheat EnableCheats tulip7", "cheat […]"),
        ("source_generic", "execute run /rcon_password tulip7", "execute […]"),
        ("source_generic", "x:rcon_password tulip7", "x:rcon_password […]"),
        ("source_engine", 'alias a "rcon_password tulip7"', "alias […]"),
        ("source_generic", "say rcon_password is set", "say rcon_password is set"),
    ],
)
def test_a_secret_in_a_command_is_not_recorded(game: str, typed: str, recorded: str) -> None:
    assert recorded_text(parse_command(typed, PROFILES[game]), PROFILES[game]) == recorded


def test_a_secret_is_not_recorded_either_if_a_level_has_the_command() -> None:
    profile = replace(ARK, secret_verbs=frozenset({"saveworld"}))

    recorded = recorded_text(parse_command("SaveWorld tulip7", profile), profile)

    assert "saveworld" in profile.verbs[AccessLevel.ADMIN]
    assert recorded == "saveworld […]"


@pytest.mark.parametrize(
    ("game", "typed", "sign"),
    [
        ("ark_asa", "ListPlayers | DoExit", "|"),
        ("openttd", "status; quit", ";"),
        ("teeworlds", "status;shutdown", ";"),
        ("source_generic", "list; stop", ";"),
    ],
)
def test_several_commands_in_one_line_are_refused_even_for_owners(
    game: str, typed: str, sign: str
) -> None:
    profile = PROFILES[game]
    command = parse_command(typed, profile)
    owner = caller(is_manager=True)

    with pytest.raises(ChainedCommand, match=re.escape(f"{sign} separates commands")):
        check_may_run(command, server(ISLAND, profile), profile, owner, ())


def test_a_line_break_cannot_hide_a_second_command() -> None:
    assert "\n" not in parse_command("ListPlayers\nDoExit", ARK).text


def test_only_managers_pass_the_check_for_managers() -> None:
    caller(is_manager=True).check_manager()
    with pytest.raises(OnlyServerManagers):
        caller(OWNERS).check_manager()
