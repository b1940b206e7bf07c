"""The log of ARK: Survival Ascended.

Chat is matched first, because a player can write text that looks like any other line. A chat line
begins with the name of an account, so the pattern excludes names that imitate other lines.
"""

from __future__ import annotations

import re
from typing import Final

from nazh.domain.keep.logs.events import EventKind
from nazh.domain.keep.logs.grammar import LogGrammar, LogPattern

_DATE: Final = r"[0-9]{4}\.[0-9]{2}\.[0-9]{2}"
_TIME: Final = r"[0-9]{2}\.[0-9]{2}\.[0-9]{2}"
_STAMPS: Final = re.compile(
    rf"\ufeff?(?:\[(?P<at>{_DATE}-{_TIME}):[0-9]{{1,3}}\]\[[ 0-9]{{1,4}}\])?"
    rf"(?:(?P<inner>{_DATE}_{_TIME}): )?"
)
_NAME: Final = r"(?P<name>.{1,64}?)"
_PLAYER: Final = (
    r" \[UniqueNetId:(?P<player>[0-9A-Fa-f]{32}) Platform:(?P<platform>[A-Za-z0-9]{1,16})\]"
)
_TRIBE: Final = (
    r"Tribe (?P<name>.{1,64}?), ID [0-9]{1,12}: Day [0-9]{1,6}, [0-9]{2}:[0-9]{2}:[0-9]{2}: "
    r"(?:<RichColor Color=\"[0-9., ]{1,40}\">)?"
)
_LONG: Final = r".{1,900}?"
_END: Final = r"(?:</>\))?"


def _pattern(kind: EventKind, part: str, pattern: str, *, is_start: bool = False) -> LogPattern:
    return LogPattern(kind, part, re.compile(pattern), is_start)


def _tribe(kind: EventKind, part: str) -> LogPattern:
    """Return the pattern of tribe log lines that contain ``part``."""
    return _pattern(kind, part, f"{_TRIBE}(?P<text>.{{0,900}}?{re.escape(part)}.{{0,900}}?){_END}")


ARK_ASA_LOG: Final = LogGrammar(
    _STAMPS,
    (
        _pattern(
            EventKind.CHAT,
            "): ",
            r"(?!AdminCmd: |SERVER: |Tribe .{1,64}?, ID [0-9]{1,12}: Day [0-9])"
            rf"{_NAME} \([^()]{{0,64}}\): (?P<text>.{{1,1024}})",
        ),
        _pattern(EventKind.ECHO, "SERVER: ", r"SERVER: .{0,1024}"),
        _pattern(EventKind.JOIN, " joined this ARK!", rf"{_NAME}{_PLAYER} joined this ARK!"),
        _pattern(EventKind.LEAVE, " left this ARK!", rf"{_NAME}{_PLAYER} left this ARK!"),
        _pattern(EventKind.JOIN, " joined this ARK!", rf"{_NAME} joined this ARK!"),
        _pattern(EventKind.LEAVE, " left this ARK!", rf"{_NAME} left this ARK!"),
        _pattern(
            EventKind.ADMIN,
            "AdminCmd: ",
            rf"AdminCmd: (?P<text>{_LONG}) \(PlayerName: {_NAME}, ARKID: [0-9]{{1,20}}, "
            r"SteamID: (?P<player>[0-9A-Fa-f]{1,32})\)",
        ),
        _tribe(EventKind.DECAY, "' was auto-decay destroyed!"),
        _tribe(EventKind.DEMOLISH, "' was destroyed!"),
        _tribe(EventKind.DEMOLISH, " destroyed your '"),
        _tribe(EventKind.DEMOLISH, " demolished a '"),
        _tribe(EventKind.TAME, "Your Tribe Tamed a"),
        _tribe(EventKind.KILL, " was killed"),
        _tribe(EventKind.KILL, "Your Tribe killed "),
        _tribe(EventKind.KILL, " starved to death!"),
        _pattern(EventKind.TRIBE, "Tribe ", rf"{_TRIBE}(?P<text>{_LONG}){_END}"),
        _pattern(EventKind.TAME, " Tamed a", r"(?:.{1,64}? of )?Tribe .{1,64}? Tamed an? .{1,200}"),
        _pattern(EventKind.LIFECYCLE, "Log file open, ", r"Log file open, .{1,40}", is_start=True),
        _pattern(
            EventKind.LIFECYCLE,
            "has successfully started!",
            r'Server: ".{1,200}?" has successfully started!',
            is_start=True,
        ),
        _pattern(EventKind.LIFECYCLE, "Closing by request", r"Closing by request.{0,100}"),
        _pattern(EventKind.LIFECYCLE, "World Save Complete", r"World Save Complete.{0,100}"),
        _pattern(EventKind.LIFECYCLE, "completed startup", r"Server has completed startup.{0,200}"),
        _pattern(EventKind.LIFECYCLE, "ARK Version: ", r"ARK Version: [0-9.]{1,20}"),
    ),
)
