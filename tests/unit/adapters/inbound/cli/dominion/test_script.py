"""Tests how lines of scripts are parsed."""

from __future__ import annotations

import codecs
import json

from nazh.adapters.inbound.cli.dominion.script import Advance, ScriptCommand
from nazh.adapters.inbound.cli.dominion.script_commands import COMMANDS
from nazh.adapters.inbound.cli.dominion.script_steps import read_script


def command(**more: object) -> bytes:
    form = {"at": "2026-01-01", "guild": 1, "user": 2, "command": "citizen register", **more}
    return json.dumps(form).encode()


def parsed(line: bytes) -> ScriptCommand:
    (step,) = read_script([line])
    assert isinstance(step, ScriptCommand)
    return step


def test_a_byte_order_mark_before_the_first_line_is_skipped() -> None:
    line = b'{"at": "2026-01-01", "advance": true}'

    (step,) = read_script([codecs.BOM_UTF8 + line])

    assert isinstance(step, Advance)


def test_a_null_is_as_if_it_were_left_out() -> None:
    assert parsed(command(options=None)) == parsed(command())
    assert not parsed(command(**{"as": None})).is_administrator
    list_names = {"command": "nation list", "options": {"filter": None, "page": 2}}
    assert parsed(command(**list_names)).options == {"page": 2}


def test_ids_may_be_texts_as_in_the_interface_of_discord() -> None:
    options = {"office": "treasurer", "user": "11"}

    step = parsed(command(guild="1", user="2", command="gov delegate", options=options))

    assert (step.guild, step.user) == (1, 2)
    assert [option.of(step) for option in COMMANDS[step.words].options][1] == 11
