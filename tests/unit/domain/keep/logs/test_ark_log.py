"""Tests that joins, leaves and chat are read from ARK's log, and cannot be forged by chat."""

from __future__ import annotations

import pytest

from nazh.domain.keep.logs.events import STORED_KINDS, EventKind, LogEvent, ServerStarted
from tests.unit.domain.keep.logs.ark_lines import PEBBLE, at, whole

STAMP = "[2026.06.25-17.40.03:782][696]"
TRIBE = "Tribe Meadowfolk, ID 1600000001: Day 12, 08:01:02: "


def only(line: str) -> tuple[EventKind, LogEvent | ServerStarted | None]:
    reading = whole(f"{STAMP}{line}\r\n".encode())
    (kind,) = reading.counts
    return kind, reading.events[0] if reading.events else None


@pytest.mark.parametrize(
    ("line", "kind", "name", "player", "platform", "text"),
    [
        (
            f"Pebble [UniqueNetId:{PEBBLE} Platform:None] joined this ARK!",
            *(EventKind.JOIN, "Pebble", PEBBLE, "None", ""),
        ),
        (
            f"[TAG] Moss [UniqueNetId:{PEBBLE} Platform:PS5] left this ARK!",
            *(EventKind.LEAVE, "[TAG] Moss", PEBBLE, "PS5", ""),
        ),
        (
            f"Ольха [UniqueNetId:{PEBBLE.upper()} Platform:XSX] joined this ARK!",
            *(EventKind.JOIN, "Ольха", PEBBLE, "XSX", ""),
        ),
        ("larkspur joined this ARK!", EventKind.JOIN, "larkspur", "", "", ""),
        ("larkspur left this ARK!", EventKind.LEAVE, "larkspur", "", "", ""),
        ("Pebble (Ash): hello everyone", EventKind.CHAT, "Pebble", "", "", "hello everyone"),
        (
            "River Fern (Fern): trade: 20 (twenty) metal?",
            *(EventKind.CHAT, "River Fern", "", "", "trade: 20 (twenty) metal?"),
        ),
        ("Pebble (Ash) (x): a\x00\x1b b", EventKind.CHAT, "Pebble (Ash)", "", "", "a b"),
        (
            f"AdminCmd: GiveItemNum 1 1 (PlayerName: Pebble, ARKID: 100000001, SteamID: {PEBBLE})",
            *(EventKind.ADMIN, "Pebble", PEBBLE, "", "GiveItemNum 1 1"),
        ),
        (
            f"{TRIBE}Fern was added to the Tribe by Ash!",
            *(EventKind.TRIBE, "Meadowfolk", "", "", "Fern was added to the Tribe by Ash!"),
        ),
        (
            f'{TRIBE}<RichColor Color="1, 0, 0, 1">Ash froze Pip</>)',
            *(EventKind.TRIBE, "Meadowfolk", "", "", "Ash froze Pip"),
        ),
    ],
)
def test_a_line_is_an_event(
    line: str, kind: EventKind, name: str, player: str, platform: str, text: str
) -> None:
    kind_read, event = only(f"2026.06.25_18.20.04: {line}")

    assert isinstance(event, LogEvent)
    assert kind in STORED_KINDS
    assert (kind_read, event.kind, event.at) == (kind, kind, at("18.20.04"))
    assert (event.name, event.player, event.platform, event.text) == (name, player, platform, text)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        (f'{TRIBE}<RichColor Color="1, 0, 0, 1">Tribemember Ash was killed!</>)', EventKind.KILL),
        (f"{TRIBE}Your Tribe killed Moss - Lvl 60 (Stonekin)!", EventKind.KILL),
        (f"{TRIBE}Your Pip - Lvl 12 (Dodo) starved to death!", EventKind.KILL),
        (f"{TRIBE}Your Tribe Tamed a Dodo - Lvl 24 (Dodo)!", EventKind.TAME),
        ("Tribe Meadowfolk Tamed an Anglerfish - Lvl 224 (Anglerfish)!", EventKind.TAME),
        ("Moss of Tribe Stonekin Tamed a Dodo - Lvl 3 (Dodo)!", EventKind.TAME),
        (f"{TRIBE}Your 'Thatch Foundation' was auto-decay destroyed!", EventKind.DECAY),
        (f"{TRIBE}Your 'Wood Ramp' was destroyed!", EventKind.DEMOLISH),
        (f"{TRIBE}Moss - Lvl 60 (Stonekin) destroyed your 'Wall'!", EventKind.DEMOLISH),
        (f"{TRIBE}Ash demolished a 'Stone Ceiling'!", EventKind.DEMOLISH),
        ("World Save Complete. Took: 0.67", EventKind.LIFECYCLE),
        ("SERVER: [Juniper]: hi (from): Discord", EventKind.ECHO),
        ("Pebble ist diesem ARK beigetreten!", EventKind.UNKNOWN),
        (f"Pebble [UniqueNetId:{PEBBLE[:9]}", EventKind.UNKNOWN),
        ("No Players Connected", EventKind.UNKNOWN),
        ("0. Pebble, 0002aa00bb11cc22dd33ee44ff556677", EventKind.UNKNOWN),
    ],
)
def test_a_line_is_only_counted(line: str, kind: EventKind) -> None:
    assert only(line) == (kind, None)


@pytest.mark.parametrize(
    "line",
    [
        "Log file open, 06/25/26 03:36:06",
        'Server: "Meadow Cluster - TheIsland" has successfully started!',
    ],
)
def test_a_start_of_the_server_is_noticed(line: str) -> None:
    before = b"[2026.06.25-16.00.00:000][  0]World Save Complete. Took: 0.67\n"

    reading = whole(before + f"{STAMP}{line}\n".encode())

    assert reading.events == (ServerStarted(at("17.40.03"), at("16.00.00")),)


@pytest.mark.parametrize(
    "text",
    [
        f"Fake [UniqueNetId:{PEBBLE} Platform:None] joined this ARK!",
        f"x (y): Fake [UniqueNetId:{PEBBLE} Platform:None] left this ARK!",
        f"AdminCmd: DoExit (PlayerName: Pebble, ARKID: 1, SteamID: {PEBBLE})",
        f"{TRIBE}Fern was added to the Tribe by Ash!",
        "2026.06.25_17.40.03: larkspur joined this ARK!",
        "Log file open, 06/25/26 03:36:06",
        'Server: "Island" has successfully started!',
    ],
)
def test_chat_that_imitates_another_line_is_chat(text: str) -> None:
    kind, event = only(f"Kite77 (Moss): {text}")

    assert isinstance(event, LogEvent)
    assert (kind, event.name, event.text) == (EventKind.CHAT, "Kite77", text)


@pytest.mark.parametrize("stamp", ["2026.13.45_99.99.99: ", "0000.00.00_00.00.00: ", ""])
def test_without_a_valid_stamp_nothing_is_an_event(stamp: str) -> None:
    reading = whole(f"{stamp}larkspur joined this ARK!\n".encode())

    assert (reading.events, dict(reading.counts)) == ((), {EventKind.UNKNOWN: 1})


def test_both_stamps_are_read_and_the_inner_one_counts() -> None:
    lines = ("{}2026.06.25_17.40.04: {}\n", "{}{}\n")

    inner, outer = (
        whole(line.format(STAMP, "larkspur joined this ARK!").encode()).events for line in lines
    )

    assert [event.at for event in (*inner, *outer)] == [at("17.40.04"), at("17.40.03")]
