"""Runs ``nazh`` with one more command, ``/crash``, whose handler has a bug.

``python -m tests.e2e.crashing run`` runs it as ``nazh run`` does.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from nazh.__main__ import main
from nazh.wiring.contexts import CONTEXTS, ContextEntry

if TYPE_CHECKING:
    from localcord import Server
    from nazh.wiring.context import Context
    from nazh.wiring.platform import PlatformContainer
    from tests.e2e.conftest import Table
    from tests.e2e.program import Program

NAME: Final = "crash"


def _load(platform: PlatformContainer) -> Context:
    import hikari
    import lightbulb

    from nazh.adapters.inbound.discord.interactions.commands import EVERYWHERE, handler
    from nazh.adapters.inbound.discord.interactions.responses import Response
    from nazh.wiring.context import Context

    class Crash(lightbulb.SlashCommand, name=NAME, description="Crash.", **EVERYWHERE):
        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            raise RuntimeError("a bug")

    return Context(name=NAME, commands=(Crash,))


async def run_crashing_bot(discord: Server, cwd: Path, **variables: str) -> Program:
    """Start the program as ``run_bot`` does, with ``/crash``."""
    from tests.e2e.program import run_bot

    program = (sys.executable, "-m", "tests.e2e.crashing", "run")
    more = {"NAZH_CONTEXTS": f"dice,{NAME}", **variables}
    return await run_bot(discord, cwd, command=program, **more)


async def crash(table: Table) -> str:
    """Use ``/crash``, and return the reference in the error message."""
    conversation = await table.channel_user.slash(NAME)
    return conversation.reply.text.split("`")[1]


if __name__ == "__main__":
    CONTEXTS[NAME] = ContextEntry(_load)
    sys.exit(main())
