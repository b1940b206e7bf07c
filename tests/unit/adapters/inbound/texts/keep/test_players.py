"""Tests what is shown about players and their sessions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from nazh.adapters.inbound.texts.keep.players import player_text, sessions_text, span_text
from nazh.adapters.inbound.texts.languages import ENGLISH
from nazh.application.keep.players.ports import PlayedSession, Player
from nazh.application.keep.players.show_players import ShownPlayer, ShownSessions
from nazh.domain.keep.logs.sessions import PlaySession, SessionState
from nazh.domain.keep.servers import GameServer, GameServerId
from nazh.domain.kernel.identity import GuildId

NOW = datetime(2026, 1, 1, 20, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
ISLAND = GameServer(GameServerId(7), GuildId(1), "Island", "ark_asa", "a.example", 27_020)


def played(
    hours_ago: int,
    length: int | None,
    state: SessionState = SessionState.CLOSED,
    *,
    is_clipped: bool = False,
) -> PlayedSession:
    opened = NOW - hours_ago * HOUR
    closed = None if length is None else opened + length * HOUR
    return PlayedSession(ISLAND.id, "Pebble", PlaySession("a", opened, closed, state, is_clipped))


SESSIONS = (
    played(1, None, SessionState.OPEN),
    played(5, 2, SessionState.INFERRED),
    played(40, 24, is_clipped=True),
    played(50, 1),
)


def test_a_player_has_time_names_sessions_and_id() -> None:
    player = Player("0002aa", "None", ("Pebble", "Stone"), NOW - 90 * HOUR)
    player_shown = ShownPlayer(player, SESSIONS, {ISLAND.id: ISLAND}, 28 * HOUR, 50 * HOUR)

    assert player_text(player_shown, ENGLISH).splitlines() == [
        "## Pebble",
        "**28 h 0 min** in the last 7 days",
        "**50 h 0 min** in the last 30 days",
        "Also called: Stone",
        "",
        "**Latest sessions**",
        "has not left Island",
        "-# since <t:1767294000:f>",
        "2 h 0 min on Island",
        "-# <t:1767279600:f> · end inferred",
        "24 h 0 min on Island",
        "-# <t:1767153600:f> · cut at 24 h",
        "1 h 0 min on Island",
        "-# <t:1767117600:f>",
        "-# Id `0002aa`, first seen <t:1766973600:D>",
    ]


def test_sessions_of_a_game_server_have_pages() -> None:
    many = tuple(played(n, 1) for n in range(45))

    paged = sessions_text(ShownSessions(ISLAND, many, NOW), ENGLISH)

    assert (paged.title, len(paged.pages)) == ("Who played on Island", 3)
    assert paged.pages[0].splitlines()[:2] == ["**Pebble** · 1 h 0 min", "-# <t:1767297600:f>"]


def test_a_game_server_without_sessions_says_when_it_has_some() -> None:
    paged = sessions_text(ShownSessions(ISLAND, (), NOW), ENGLISH)

    assert paged.pages[0].startswith("## Nobody has played on Island yet\n")


def test_spans_are_rounded_down_to_minutes() -> None:
    spans = (timedelta(seconds=59), timedelta(minutes=59), timedelta(hours=30, seconds=61))

    assert [span_text(span, ENGLISH) for span in spans] == ["0 min", "59 min", "30 h 1 min"]
