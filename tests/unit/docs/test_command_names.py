"""Tests that the documents name no slash command that the bot does not have."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from nazh.adapters.inbound.discord.interactions.commands import offered_command, words_of
from nazh.adapters.inbound.settings import DatabaseSettings, DatabaseUrl, Settings
from nazh.adapters.inbound.settings.dominion import DominionSettings
from nazh.adapters.inbound.settings.keep import KeepSettings
from nazh.domain.kernel.identity import GuildId
from nazh.wiring.contexts import CONTEXTS
from nazh.wiring.platform import PlatformContainer
from nazh.wiring.program import assemble
from tests.settings import DISCORD
from tests.unit.architecture.test_documents import DOCUMENTS, ROOT

PAGES = [path for path in DOCUMENTS if path.parent.name != "adr"]
"""All documents but decisions, which also name commands that were rejected."""
NAMED = re.compile(r"`/([a-z][a-z-]*(?: [a-z_-]+)*)")


@pytest.fixture(scope="module")
def commands(tmp_path_factory: pytest.TempPathFactory) -> frozenset[str]:
    """The words of all commands, those of developers too."""
    unused = tmp_path_factory.mktemp("database") / "unused.sqlite3"
    entries = [CONTEXTS[name] for name in ("dice", "dominion", "keep")]
    settings = Settings(
        DISCORD,
        database=DatabaseSettings(DatabaseUrl(f"sqlite:///{unused}")),
        context_sections=(
            *CONTEXTS["dice"].settings(),
            DominionSettings(admin_guild=GuildId(7)),
            KeepSettings(),
        ),
    )
    platform = PlatformContainer(settings=settings)
    program = assemble(platform, [entry.load(platform) for entry in entries])
    offers = [offer for offered in program.commands.values() for offer in offered]
    return frozenset(words for offer in offers for words in words_of(offered_command(offer)))


@pytest.mark.parametrize("document", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_subcommand_on_a_page_exists(document: Path, commands: frozenset[str]) -> None:
    groups = {words.rpartition(" ")[0] for words in commands if " " in words}
    unknown = []

    for named in NAMED.findall(document.read_text("utf-8")):
        group, *further = named.split()
        while further and f"{group} {further[0]}" in groups:
            group = f"{group} {further.pop(0)}"
        if group in groups and further and f"{group} {further[0]}" not in commands:
            unknown.append(named)

    assert unknown == []
