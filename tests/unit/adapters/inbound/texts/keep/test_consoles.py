"""Tests that replies of any length and content are shown in pages that fit into embeds."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nazh.adapters.inbound.texts.keep.consoles import log_text, reply_text
from nazh.adapters.inbound.texts.languages import ENGLISH
from nazh.adapters.inbound.texts.pages import Paged, page_title
from nazh.adapters.outbound.metrics.keep.consoles import OUTCOMES
from nazh.application.keep.consoles.ports import ConsoleLogEntry
from nazh.application.keep.consoles.run_recorded_command import BEGUN
from nazh.application.keep.servers.run_on_server import OK
from nazh.domain.keep.consoles.commands import ConsoleReply
from nazh.domain.keep.consoles.replies import MAX_PAGES, has_pages, readable_text, reply_pages
from nazh.domain.keep.servers import GameServer, GameServerId
from nazh.domain.kernel.graphemes import units
from nazh.domain.kernel.identity import GuildId, UserId

ISLAND = GameServer(GameServerId(1), GuildId(1), "Island", "ark_asa", "a.example", 27_020)
PIECES = ("👩‍👩‍👧‍👦", "e\u0301", "`", "```", "a", " ", "\n", "x" * 999, "日" * 1_500)
TEXTS = st.text(max_size=60) | st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


def paged_reply(text: str, command: str = "GetGameLog") -> Paged:
    reply = ConsoleReply(text, 1, 0.0124)
    return reply_text(ISLAND, command, readable_text(reply), reply.seconds, ENGLISH)


def test_a_reply_of_5000_characters_has_two_pages() -> None:
    paged = paged_reply("x" * 5_000)

    assert paged.title == "Island replied in 12 ms"
    assert [page.count("x") for page in paged.pages] == [4_000, 1_000]
    assert page_title(paged.title, 1, 2, ENGLISH) == "Island replied in 12 ms - Page 2/2"


def test_a_page_ends_after_a_line() -> None:
    line = "first line\n"

    first, second = paged_reply(line * 500).pages

    assert first == f"```\n> GetGameLog\n{line * 363}\n```"
    assert second.count(line) == 137


@given(TEXTS, TEXTS)
def test_every_page_fits_and_is_one_block_of_code(text: str, command: str) -> None:
    paged = paged_reply(text, f"say {command}".replace("\n", " "))

    for page in paged.pages:
        assert units(page) <= 4_096
        assert page.count("```") == 2
    inside = "".join(page.split("\n", 2)[2].removesuffix("\n```") for page in paged.pages)
    if readable_text(ConsoleReply(text, 1, 0)):
        assert inside.replace("\u02cb", "`") == paged.whole.replace("\u02cb", "`")


def test_no_name_of_a_player_reverses_what_follows_it() -> None:
    (page,) = paged_reply("0. \u202enimdA\u2067, 0123").pages

    assert page == "```\n> GetGameLog\n0. nimdA, 0123\n```"


@pytest.mark.parametrize(
    ("length", "is_paged"),
    [(4_000, False), (4_001, True), (200_000, True), (200_001, False), (4_000_000, False)],
)
def test_a_reply_has_2_to_50_pages(length: int, is_paged: bool) -> None:
    pages = reply_pages("x" * length)

    assert has_pages(pages) is is_paged
    assert len(pages) <= MAX_PAGES + 1


@given(st.text(max_size=300), st.integers(1, 50), st.integers(1, 50))
def test_titles_keep_the_number_of_their_page(title: str, index: int, count: int) -> None:
    page_title_text = page_title(title, index - 1, count, ENGLISH)

    assert units(page_title_text) <= 256
    assert count == 1 or page_title_text.endswith(f" - Page {index}/{count}")


def test_an_only_page_has_no_number() -> None:
    assert page_title("Island", 0, 1, ENGLISH) == "Island"


@pytest.mark.parametrize("outcome", [OK, BEGUN, *OUTCOMES])
def test_the_log_says_whether_a_command_was_run(outcome: str) -> None:
    entry = ConsoleLogEntry(
        datetime(2026, 1, 1, tzinfo=UTC), GuildId(1), "Island", UserId(5), "SaveWorld", outcome
    )

    words = log_text((entry,), ENGLISH).whole.splitlines()[0].removeprefix("`SaveWorld` · ")

    assert words.startswith(("done", "perhaps done: ", "not run: "))


def test_the_log_says_who_ran_a_command_until_the_data_is_deleted() -> None:
    entry = ConsoleLogEntry(
        datetime(2026, 1, 1, tzinfo=UTC), GuildId(1), "Island", UserId(5), "SaveWorld", "ok"
    )

    known = log_text((entry,), ENGLISH).whole
    deleted = log_text((replace(entry, user=None),), ENGLISH).whole

    assert "<@5>" in known
    assert "<@" not in deleted
