"""Lines of chat that try to be more than text."""

from __future__ import annotations

from itertools import product
from typing import Final

_BREAKS: Final = (
    *("\n", "\r\n", "\r", "\0", "\x1b[2K\r", "\u2028", "\u2029", "\x85", ";", "|", "&&", "||"),
    *('"', '";', '" ; ', "'", "`", "\\", '\\"', "\\\n", "]: ", "\u202e", "\x7f", "\v", "\f", "#"),
)
_COMMANDS: Final = (
    *("exit", "quit", "server_name hacked", "DestroyAll", "DoExit", "rcon_pw hacked"),
    *("shutdown", "sv_name hacked", "stop", "op Rex", 'say "hacked"'),
)
_OTHERS: Final = (
    *("@everyone", "@here", "<@1>", "<@&2>", "<#3>", "@a", "@e[type=cow]", "discord.gg/abc"),
    *(
        "```\n@everyone\n```",
        '<RichColor Color="1,0,0,1">',
        "§4red",
        "{name}",
        "{0.__class__}",
        "%s%n",
    ),
    *("a" * 5_000, "AdminCmd: x", "SERVER: x", "Rex joined this ARK!", "e\u0301" * 500, "\ud800x"),
)
HOSTILE_LINES: Final = (
    *(f"hi{broken}{command}" for broken, command in product(_BREAKS, _COMMANDS)),
    *(f"{broken}exit" for broken in _BREAKS),
    *_OTHERS,
)
