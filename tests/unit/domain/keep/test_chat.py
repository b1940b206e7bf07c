"""Tests that lines from Discord become one command in a game, whatever they contain."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nazh.domain.keep.consoles.commands import ConsoleCommand
from nazh.domain.keep.errors import NoBroadcasts, NothingToSay
from nazh.domain.keep.profiles.registry import PROFILES
from nazh.domain.keep.texts.chat import broadcast_command, chat_line, say_command, spoken_line
from nazh.domain.kernel.graphemes import graphemes
from tests.hostile_lines import HOSTILE_LINES

Command = Callable[..., ConsoleCommand]


def test_there_are_three_hundred_hostile_lines() -> None:
    assert len(set(HOSTILE_LINES)) >= 300


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_a_hostile_line_is_the_text_of_one_command(profile: object) -> None:
    rules = next(rules_of_game for rules_of_game in PROFILES.values() if rules_of_game is profile)
    before, after = rules.say.split("{name}]: {text}")

    for author, line in product(("Rex", "x]: hi\nexit"), HOSTILE_LINES):
        text = say_command(rules, author, line).text

        assert text.startswith(before)
        assert text.endswith(after)
        inner = text[len(before) : len(text) - len(after)]
        assert inner.split("]: ")[0] in ("Rex", "x hiexit", "x hi exit")
        assert not set('"`\\|;@<>§\r\n\0\x1b\u2028\u202e') & set(inner)
        assert len(text.encode()) <= rules.longest_command


@pytest.mark.parametrize("game", PROFILES)
def test_a_hostile_line_is_the_text_of_one_broadcast(game: str) -> None:
    profile = PROFILES[game]
    assert profile.broadcast is not None
    before, after = profile.broadcast.split("{text}")

    for line in HOSTILE_LINES:
        text = broadcast_command(profile, line).text

        assert text.startswith(before)
        assert text.endswith(after)
        inner = text[len(before) : len(text) - len(after)]
        assert not set('"`\\|;@<>§\r\n\0\x1b\u2028\u202e') & set(inner)
        assert len(text.encode()) <= profile.longest_command


@pytest.mark.parametrize("command", [partial(say_command, author="Rex"), broadcast_command])
def test_a_link_is_not_a_comment_in_the_source_engine(command: Command) -> None:
    text = command(PROFILES["source_engine"], raw="look: https://example.org/ 'here'").text

    verb, quoted = text.split(" ", 1)
    assert verb == "say"
    assert (quoted[0], quoted[-1], quoted.count('"')) == ('"', '"', 2)
    assert "https://example.org/ 'here'" in quoted


@pytest.mark.parametrize("command", [partial(say_command, author="Rex"), broadcast_command])
def test_a_long_line_is_not_skipped_by_the_source_engine(command: Command) -> None:
    text = command(PROFILES["source_engine"], raw="龍" * 200).text

    assert len(text.encode()) <= 510


def test_a_broadcast_of_nothing_or_without_a_command_is_refused() -> None:
    with pytest.raises(NothingToSay):
        broadcast_command(PROFILES["ark_asa"], "\u202e\u200b")
    with pytest.raises(NoBroadcasts, match="OpenTTD has no command"):
        broadcast_command(replace(PROFILES["openttd"], broadcast=None), "hello")


@given(st.text(max_size=300))
def test_cleaning_a_line_is_idempotent(raw: str) -> None:
    line = chat_line(raw)

    assert chat_line(line) == line
    assert len(list(graphemes(line))) <= 200
    assert line.isprintable() or {"\u200c", "\u200d"} & set(line)


@pytest.mark.parametrize(
    "text",
    [
        "नमस्ते दुनिया, क्षत्रिय",
        "สวัสดีที่นี่",
        "السلام عليكم",
        "می\u200cخواهم",
        "안녕하세요",
        "José 👩‍👩‍👧‍👦 🇩🇪",
        "100 % (a+b)*c_d",
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_lines_of_every_script_are_kept_in_either_form(text: str, form: str) -> None:
    raw = unicodedata.normalize("NFC" if form == "NFC" else "NFD", text)

    assert chat_line(raw) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(("length", "dots"), [(200, ""), (201, "...")])
def test_three_dots_say_that_a_line_was_cut(length: int, dots: str) -> None:
    line = chat_line("x" * length)

    assert line == "x" * (200 - len(dots)) + dots


@pytest.mark.parametrize("game", PROFILES)
def test_what_players_see_of_a_line_is_shown_to_its_author(game: str) -> None:
    profile = PROFILES[game]

    assert spoken_line(say_command(profile, "Rex", "well played"), profile) == "[Rex]: well played"
    assert spoken_line(broadcast_command(profile, "well played"), profile) == "well played"


@pytest.mark.parametrize("between", ["", "\u200d", "\u202e"])
def test_no_pile_of_marks_covers_other_lines(between: str) -> None:
    mark = "\u0335"

    line = chat_line(f"hi {between.join(('x', *[mark] * 99))} there")

    assert line.replace("\u200d", "") == f"hi x{mark * 6} there"


@pytest.mark.parametrize("raw", ["", " \n\t", "\u202e\u200b", "\x00\x1b", " " * 100_000])
def test_a_line_of_nothing_is_refused(raw: str) -> None:
    with pytest.raises(NothingToSay):
        say_command(PROFILES["ark_asa"], "Rex", raw)


def test_long_lines_are_cut_between_graphemes() -> None:
    family = "👩‍👩‍👧‍👦"

    text = say_command(PROFILES["teeworlds"], family * 3 + "हिन्दी" * 20, family * 300).text

    assert len(text.encode()) <= 200
    assert text.endswith(f'{family}..."')
