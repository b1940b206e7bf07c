"""Tests that details of a proven roll have the whole digest, if available."""

from __future__ import annotations

import json

import hikari
import pytest

from nazh.adapters.inbound.discord.dice.rolling.component_context import arguments_of
from nazh.adapters.inbound.discord.dice.rolling.roll_buttons import details_button
from nazh.adapters.inbound.discord.dice.rolling.state_signer import RollOrigin, StateSigner
from nazh.adapters.outbound.memory.dice.fair_sessions import MemoryFairSessionStore
from nazh.adapters.outbound.memory.dice.ledger import MemoryRollStore
from nazh.application.dice.rolling.judge_faces import EnteredThrow, JudgeFaces
from nazh.application.dice.rolling.recall_roll import RecallRoll
from nazh.domain.kernel.errors import Unavailable
from nazh.domain.kernel.identity import GuildId
from tests.unit.adapters.inbound.discord.dice.payloads import ALICE, bot_message, payload
from tests.unit.adapters.inbound.discord.dice.rolling.test_presenter import as_text

DIGEST = "3f2a9c01" + 56 * "0"
PROOF = "Proof 12 · 3f2a9c01"
SEALS = StateSigner("secret")
KEEP = GuildId(8)


class Book(MemoryFairSessionStore):
    """A session store with one receipt, which may be unavailable."""

    def __init__(self, *, is_away: bool = False) -> None:
        super().__init__()
        self.is_away = is_away
        self.asked: list[tuple[GuildId, int, str]] = []

    async def digest(self, server: GuildId, n: int, short: str) -> str | None:
        """Return the digest of the one receipt."""
        self.asked.append((server, n, short))
        if self.is_away:
            raise Unavailable("the database")
        return DIGEST if (server, n) == (KEEP, 12) else None


async def details(book: Book, footer: str | None) -> str:
    """Return the details of a roll whose message has a footer."""
    rolls = JudgeFaces()(EnteredThrow("1d20", (11,)))
    signed = arguments_of(rolls, RollOrigin(hikari.Snowflake(9), hikari.Snowflake(ALICE)), SEALS)
    embed: dict[str, object] = {"description": "**11** `1d20` [11]", "type": "rich"}
    if footer is not None:
        embed["footer"] = {"text": footer}
    pressed = payload(
        3,
        {"custom_id": "x", "component_type": 2, "values": []},
        bot_message(embed),
        ALICE,
        60_000 << 22,
    )
    pressed |= {"guild_id": str(KEEP), "guild_locale": "en-US"}
    factory = hikari.GatewayBot("MQ.a.b", banner=None, logs=None).entity_factory
    interaction = factory.deserialize_component_interaction(pressed)
    tell = details_button(RecallRoll(MemoryRollStore()), book, SEALS)
    response = await tell(interaction, signed)
    text: str = json.loads(as_text(response.data))["embeds"][0]["description"]
    return text


async def test_the_whole_digest_of_a_proven_roll_is_shown() -> None:
    book = Book()

    text = await details(book, PROOF)

    assert text.endswith(f"Proof 12, full digest:\n`{DIGEST}`")
    assert "`1d20` = **11**" in text
    assert book.asked == [(KEEP, 12, "3f2a9c01")]


@pytest.mark.parametrize("footer", [None, "Rolls made here: 12"])
async def test_a_roll_without_proof_needs_no_session_query(footer: str | None) -> None:
    book = Book()

    text = await details(book, footer)

    assert "digest" not in text
    assert book.asked == []


async def test_details_work_without_the_database() -> None:
    text = await details(Book(is_away=True), PROOF)

    assert "`1d20` = **11**" in text
    assert "digest" not in text


async def test_a_receipt_that_was_forgotten_is_left_out() -> None:
    text = await details(Book(), "Proof 13 · 3f2a9c01")

    assert "`1d20` = **11**" in text
    assert "digest" not in text
