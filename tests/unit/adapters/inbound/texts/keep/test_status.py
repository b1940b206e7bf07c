"""Tests that a status begins with the number of players and the silent game servers."""

from __future__ import annotations

from datetime import UTC, datetime

from nazh.adapters.inbound.texts.keep.status import players_text, status_text
from nazh.adapters.inbound.texts.languages import ENGLISH
from nazh.application.keep.players.show_status import OnlinePlayer, ServerStatus
from nazh.domain.keep.consoles.errors import AuthRejected, Cause, CircuitOpen, Unreachable
from nazh.domain.keep.contacts import Contact
from nazh.domain.keep.servers import GameServer, GameServerId
from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.identity import GuildId

NOW = datetime(2026, 1, 1, 20, 0, tzinfo=UTC)
UP, DOWN, NEVER = Contact(True, NOW, NOW), Contact(False, NOW, NOW), Contact(False, NOW, None)
PEBBLE, RIVER = OnlinePlayer("Pebble", NOW), OnlinePlayer("River")

WHEN, REACHED = "<t:1767297600:R>", "The game server can't be reached"


def status(
    name: str,
    players: tuple[OnlinePlayer, ...] | None = None,
    failure: Refusal | None = None,
    contact: Contact | None = None,
) -> ServerStatus:
    server = GameServer(GameServerId(7), GuildId(1), name, "ark_asa", "a.example", 27_020)
    return ServerStatus(server, failure, players, contact)


ALL = (
    status("Center", (PEBBLE, RIVER), contact=UP),
    status("Empty", ()),
    status("Fjordur", failure=Unreachable(Cause.REFUSED), contact=DOWN),
    status("Island", failure=CircuitOpen(15), contact=NEVER),
    status("Locked", failure=AuthRejected()),
    status("Other"),
    status("Slow", failure=Unreachable(Cause.TIMED_OUT), contact=DOWN),
)


def test_each_server_has_its_state_and_the_reason() -> None:
    assert status_text(ALL, ENGLISH).splitlines() == [
        "## 2 players online",
        "**4 of 7 don't answer**",
        "✗ **Fjordur** · does not answer",
        f"-# {REACHED} · last answer {WHEN}",
        "✗ **Island** · does not answer",
        f"-# {REACHED}. It will be tried again in 15 s · has never answered",
        "✗ **Locked** · can't be asked",
        "-# The game server rejected the console password · has never answered",
        "✗ **Slow** · does not answer",
        f"-# last answer {WHEN}",
        "✓ **Center** · 2 players",
        f"-# Pebble, River · went up {WHEN}",
        "✓ **Empty** · 0 players",
        "✓ **Other** · answers",
    ]


def test_without_players_the_servers_that_answer_are_counted() -> None:
    status_shown = status_text((status("Other"), status("Island", failure=CircuitOpen(1))), ENGLISH)

    assert status_shown.splitlines()[0] == "## 1 of 2 answer"


def test_of_many_players_the_first_are_named() -> None:
    many = tuple(OnlinePlayer(f"P{n}") for n in range(12))

    assert status_text((status("Center", many),), ENGLISH).splitlines()[-1] == (
        "-# P0, P1, P2, P3, P4, P5, P6, P7, P8, P9 and 2 more"
    )


def test_players_of_one_server_stand_below_their_number() -> None:
    assert players_text(ALL[:1], ENGLISH).splitlines() == [
        "## 2 players on Center",
        "Pebble · joined <t:1767297600:R>",
        "River",
    ]


def test_no_name_begins_a_list() -> None:
    names = ("- Pebble", "1. Pebble", "+7", "7 Pebble", "Pebble - 1.")
    players = tuple(OnlinePlayer(name) for name in names)

    _, *lines = players_text((status("Center", players),), ENGLISH).splitlines()

    assert lines == ["\\- Pebble", "1\\. Pebble", "\\+7", "7 Pebble", "Pebble - 1."]


def test_players_of_all_servers_stand_below_their_server() -> None:
    assert players_text((*ALL[:3], ALL[-2]), ENGLISH).splitlines() == [
        "## 2 players online",
        "**1 of 4 doesn't answer**",
        "✗ **Fjordur** · does not answer",
        f"-# {REACHED} · last answer {WHEN}",
        "✓ **Center** · 2 players",
        "Pebble · joined <t:1767297600:R>",
        "River",
        "✓ **Empty** · 0 players",
        "✓ **Other** · answers",
        "-# The game doesn't report who is playing.",
    ]
