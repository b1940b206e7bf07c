"""Tests that each game's players are read from its reply, whatever their names are."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nazh.domain.keep.access import needed_level
from nazh.domain.keep.access_levels import AccessLevel
from nazh.domain.keep.consoles.commands import parse_command
from nazh.domain.keep.profiles.profile import ListedPlayer
from nazh.domain.keep.profiles.registry import PROFILES

NAMES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n,"), min_size=1)
SOURCE = """\
hostname: Fun
players : 2 humans, 1 bots (24 max)
# userid name                uniqueid            connected ping loss state
#      2 "Pebble"            [U:1:12345]         05:17       65    0 active
#      3 "a "quoted" one"    STEAM_0:1:12345     00:17       65    0 active
#      4 "Bot"               BOT                             0        active
"""
OPENTTD = """\
Client #1  name: 'S'  company: 255  IP: server
Client #2  name: 'O'Neil'  company: 1  IP: x'  company: 255  IP: 10.0.0.1
"""
TEEWORLDS = """\
[12:00:00][server]: id=0 addr=10.0.0.1:1 name='it's' score=0 secure=yes
[12:00:00][server]: id=1 addr=10.0.0.1:2 connecting
"""


def listed(game: str, reply: str) -> list[str] | None:
    players = PROFILES[game].players.parse(reply)
    return None if players is None else [player.name for player in players]


@pytest.mark.parametrize(
    ("game", "reply", "expected"),
    [
        ("ark_asa", "No Players Connected \n", []),
        ("ark_asa", "\n0. River, Fern, 00AF\n1. Ольха, 01\n", ["River, Fern", "Ольха"]),
        ("ark_asa", "Unknown command", None),
        ("source_generic", "There are 0 of a max of 20 players online: ", []),
        ("source_generic", "There are 2 of a max of 20 players online: Ann, Bob", ["Ann", "Bob"]),
        ("source_generic", "There are 1/20 players online:\nAnn", ["Ann"]),
        ("source_generic", "There are 2 of a max of 20 players online: Ann", None),
        ("source_generic", "unknown", None),
        ("source_engine", SOURCE, ["Pebble", 'a "quoted" one']),
        ("source_engine", "", None),
        ("openttd", "Client #1  name: 'Unnamed Client'  company: 255  IP: server", []),
        ("openttd", OPENTTD, ["O'Neil'  company: 1  IP: x"]),
        (
            "openttd",
            OPENTTD.replace("O'Neil'", "\u2028Neil'").replace("\n", "\r\n"),
            ["\u2028Neil'  company: 1  IP: x"],
        ),
        ("openttd", "", None),
        ("teeworlds", "", []),
        (
            "teeworlds",
            TEEWORLDS,
            ["it's"],
        ),
    ],
)
def test_the_players_of_each_game_are_read(
    game: str, reply: str, expected: list[str] | None
) -> None:
    assert listed(game, reply) == expected


def test_ark_gives_the_ids_that_its_log_has() -> None:
    assert PROFILES["ark_asa"].players.parse("0. Pebble, 00AF\n") == (
        ListedPlayer("Pebble", "00af"),
    )


@given(st.lists(NAMES.filter(lambda name: len(name) <= 64), max_size=5))
def test_no_name_adds_hides_or_changes_a_player_of_openttd(names: list[str]) -> None:
    server = "Client #1  name: 'S'  company: 255  IP: server"
    lines = (
        f"Client #{number}  name: '{name}'  company: 255  IP: 10.0.0.1"
        for number, name in enumerate(names, 2)
    )

    assert listed("openttd", "\n".join((server, *lines))) == names


@pytest.mark.parametrize("game", PROFILES)
@given(st.text(max_size=300))
def test_any_reply_can_be_read(game: str, reply: str) -> None:
    players = PROFILES[game].players.parse(reply)

    assert players is None or len(players) <= len(reply)


@pytest.mark.parametrize("game", PROFILES)
@pytest.mark.parametrize("piece", [" ", "0. a, ", '# 1 "', "Client #2  name: '", "There are 1/2 "])
def test_a_hostile_reply_is_read_quickly(game: str, piece: str) -> None:
    reply = piece * (100_000 // len(piece))
    started = time.process_time()

    PROFILES[game].players.parse(reply)

    assert time.process_time() - started < 1


@pytest.mark.parametrize("game", PROFILES)
def test_viewers_may_run_the_command_and_it_changes_nothing(game: str) -> None:
    profile = PROFILES[game]
    command = parse_command(profile.players.command, profile)

    assert command.is_read_only
    assert needed_level(command, profile) is AccessLevel.VIEWER
