"""Writes the page of ``/help`` about game servers."""

from __future__ import annotations

from typing import Final

from nazh.adapters.inbound.texts.languages import Translator
from nazh.domain.kernel.texts import N_

HELP_NAME: Final = N_("Game servers")
_HELP: Final = N_("""## Game servers
`/server status` shows which game servers answer, and `/server players` who plays now.
`/console run` runs a command on a game server, such as `listplayers`. Only you see the reply.
`/bridge say` says something to all players under your name, `/server broadcast` without it.
`/player show` and `/player sessions` show who played when, on ARK servers whose log I read.

**For people with the Manage Server permission**
`/server add` adds a game server: its address, its console's port and password. `/server test` \
shows which step fails, and `/server edit` changes what you entered.
`/server access` says which roles may use the consoles: a **viewer** sees who plays, a \
**moderator** talks and kicks, an **admin** changes the game, and an **owner** may run every \
command.
`/bridge link` shows the chat of a game in a channel, and `/bridge status` shows any problems.
`/bridge pause` stops all chat of a game, and `/bridge mute` that of a user.
`/server save` makes a game server save its game.
`/server log` shows who changed what, and `/console log` who ran what.
`/server list`, `/server password` and `/server remove` do what they say.""")


def help_text(translator: Translator) -> str:
    """Return the page."""
    return translator(_HELP)
