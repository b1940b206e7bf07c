"""Tests that docs/keep.md describes what the code does."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

from nazh.adapters.inbound.discord.keep.consoles import MAX_ENTRIES
from nazh.adapters.inbound.discord.keep.server_actions import MAX_CHANGES
from nazh.adapters.inbound.settings.faces import MAX_FACES
from nazh.adapters.inbound.texts.keep.chat import MAX_LINES
from nazh.adapters.outbound.consoles.session import SessionLimits
from nazh.adapters.outbound.consoles.wire import MAX_BYTES
from nazh.application.keep.bridges.say_message import LIMITED_FOR, MAX_MESSAGES, MAX_QUEUED
from nazh.application.keep.players.show_players import MAX_SESSIONS
from nazh.application.keep.players.show_status import MAX_LISTED
from nazh.domain.keep.access_levels import AccessLevel
from nazh.domain.keep.bridges import MAX_MUTED, MAX_WAITING
from nazh.domain.keep.consoles.rate_limit import AT_ONCE, PER_SECOND
from nazh.domain.keep.consoles.replies import KEPT_FOR, MAX_PAGES
from nazh.domain.keep.profiles.profile import Profile
from nazh.domain.keep.profiles.registry import PROFILES
from nazh.domain.keep.servers import LONGEST_HOST, LONGEST_PASSWORD, MAX_SERVERS
from nazh.domain.keep.texts.chat import LONGEST_LINE
from nazh.domain.keep.texts.names import LONGEST_NAME
from nazh.wiring.contexts import migrations_of
from tests.unit.docs.conftest import CheckTable

PAGE = (Path(__file__).parents[3] / "docs/keep.md").read_text("utf-8")
LEVELS = (
    "*Managers* are people with Discord's Manage Server permission. They may run everything; "
    "others may run only what one of their roles allows:"
)


def verbs(level: AccessLevel, profile: Profile) -> str:
    if level is AccessLevel.OWNER:
        return "everything"
    return " ".join(f"`{verb}`" for verb in sorted(profile.verbs.get(level, ())))


def test_the_table_of_levels_names_the_verbs_of_each_game(check_table: CheckTable) -> None:
    profiles = PROFILES.values()
    cells = [
        ("level", *(profile.title for profile in profiles)),
        *(
            (level.name.lower(), *(verbs(level, profile) for profile in profiles))
            for level in AccessLevel
        ),
    ]
    header, *rows = (f"| {' | '.join(line)} |" for line in cells)

    check_table("keep.md", LEVELS, [header, "|---" * len(cells[0]) + "|", *rows])


def test_every_table_is_in_the_table_of_stored_data() -> None:
    (migrations,) = migrations_of(["keep"])

    (section,) = re.findall(r"## Stored data\n(.*?)\n## ", PAGE, re.DOTALL)

    assert set(re.findall(r"`(keep_\w+)`", section)) == set(migrations.tables)


def limits() -> dict[str, str]:
    """Return what the table of limits must say."""
    bytes_of = {name: profile.longest_command for name, profile in PROFILES.items()}
    assert bytes_of["ark_asa"] == bytes_of["source_generic"]
    session = SessionLimits()
    minutes, seconds = KEPT_FOR // timedelta(minutes=1), LIMITED_FOR // timedelta(seconds=1)
    return {
        "game servers of a Discord server": f"{MAX_SERVERS}, as many as Discord offers to choose "
        "from",
        "the name of a game server": f"{LONGEST_NAME} characters that readers see",
        "its address, its password": f"{LONGEST_HOST} and {LONGEST_PASSWORD} characters",
        "a command": f"{bytes_of['ark_asa']:,} bytes of UTF-8; {bytes_of['source_engine']} on the "
        f"Source engine, {bytes_of['openttd']} in OpenTTD, {bytes_of['teeworlds']} in Teeworlds",
        "a line of chat that is said in a game": f"{LONGEST_LINE} characters that readers see, "
        "within one command",
        "commands to a game server": f"a burst of {AT_ONCE}, then {PER_SECOND} a second, whoever "
        f"sends them; {session.queue} may wait",
        "a command's reply": f"{session.timeout:g} s and {MAX_BYTES >> 20} MiB; {MAX_PAGES} pages "
        f"are shown, and kept for {minutes} minutes",
        "current players that are listed": f"{MAX_LISTED:,} of a game server",
        "messages of a user to the games": f"{MAX_MESSAGES} in {seconds} s; {MAX_QUEUED} may wait "
        "for a game",
        "lines of chat waiting for a channel": f"{MAX_WAITING:,}; more than {MAX_LINES} are sent "
        "as a file",
        "muted users of a Discord server": str(MAX_MUTED),
        "entries of `/console log` and `/server log`, sessions of `/player`": f"the latest "
        f"{MAX_SESSIONS}",
        "faces of `nazh keep faces`": str(MAX_FACES),
    }


def test_the_table_of_limits_says_what_the_code_does() -> None:
    (section,) = re.findall(r"## Limits\n(.*?)\n## ", PAGE, re.DOTALL)

    _, _, *rows = re.findall(r"^\| ?(.+?) ?\| ?(.+?) ?\|$", section, re.MULTILINE)

    assert dict(rows) == limits()
    assert MAX_ENTRIES == MAX_CHANGES == MAX_SESSIONS


def test_every_profile_is_in_the_table_of_profiles() -> None:
    assert [name for name in PROFILES if f"| `{name}` |" not in PAGE] == []
