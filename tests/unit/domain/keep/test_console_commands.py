"""Tests commands, replies, passwords and profiles."""

from __future__ import annotations

from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nazh.domain.keep.consoles.commands import ConsoleReply, parse_command, without_filler
from nazh.domain.keep.consoles.errors import CommandTooLong, ConsoleError, EmptyCommand
from nazh.domain.keep.consoles.passwords import Password
from nazh.domain.keep.profiles.ark_asa import ARK_ASA
from nazh.domain.keep.profiles.profile import Profile
from nazh.domain.keep.profiles.registry import PROFILES


@given(st.text(max_size=1_200), st.sampled_from(list(PROFILES.values())))
def test_a_command_is_one_line_without_control_characters(typed: str, profile: Profile) -> None:
    try:
        text = parse_command(typed, profile).text
    except ConsoleError:
        return

    assert text == text.strip() != ""
    assert not any(category(character) == "Cc" for character in text)
    assert len(text.encode("utf-8", "replace")) <= profile.longest_command
    assert parse_command(text, profile).text == text


def test_a_second_line_becomes_part_of_the_first() -> None:
    typed = "ServerChat hi\r\nDestroyAll\0\x1b[2J\x85"

    assert parse_command(typed, ARK_ASA).text == "ServerChat hiDestroyAll[2J"


def test_a_command_runs_as_it_is_shown() -> None:
    assert parse_command("kick \u202eelbbeP\u2069", ARK_ASA).text == "kick elbbeP"


@pytest.mark.parametrize("typed", ["", "  ", "\n\0", "\t"])
def test_an_empty_command_is_refused(typed: str) -> None:
    with pytest.raises(EmptyCommand):
        parse_command(typed, ARK_ASA)


def test_the_limit_is_in_bytes() -> None:
    assert parse_command("é" * 500, ARK_ASA).text == "é" * 500
    with pytest.raises(CommandTooLong, match=r"at most 1,000 bytes; yours has 1,002\."):
        parse_command("é" * 501, ARK_ASA)


@pytest.mark.parametrize(
    ("typed", "is_read_only"),
    [("ListPlayers", True), ("LISTPLAYERS x", True), ("GetChat", False), ("ListPlayersX", False)],
)
def test_only_verbs_of_the_profile_are_read_only(typed: str, is_read_only: bool) -> None:
    assert parse_command(typed, ARK_ASA).is_read_only is is_read_only


def test_a_reply_that_says_that_there_is_none_is_empty() -> None:
    reply = ConsoleReply("Server received, But no response!! \n ", 1, 0.1)

    assert without_filler(reply, ARK_ASA) == ConsoleReply("", 1, 0.1)


def test_a_password_hides_itself() -> None:
    password = Password("hunter2")

    assert "hunter2" not in f"{password} {password!r} {[password]}"
    assert password.reveal() == "hunter2"


@pytest.mark.parametrize("text", ["a\nb", "a\0", "\r"])
def test_a_password_cannot_smuggle_a_line(text: str) -> None:
    with pytest.raises(ValueError, match="no line breaks"):
        Password(text)
