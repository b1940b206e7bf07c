"""Tests that the files of faces are read, and that mistakes are told without secrets."""

from __future__ import annotations

from pathlib import Path

import pytest

from nazh.adapters.inbound.settings import InvalidSettings
from nazh.adapters.inbound.settings.faces import read_faces

TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.abcdef.an-own-secret-part-of-it"


def problems(folder: Path) -> str:
    with pytest.raises(InvalidSettings) as raised:
        read_faces(folder)
    text = str(raised.value).replace(f"{folder}", "DIR")
    assert TOKEN not in text
    return text


def test_each_file_is_a_face(tmp_path: Path) -> None:
    (tmp_path / "warden.env").write_text("DISCORD_TOKEN_FILE=/run/warden\nNAZH_CONTEXTS=keep\n")
    (tmp_path / "dice.env").write_text(f"# a comment\nDISCORD_TOKEN={TOKEN}\nPORT=\n")
    (tmp_path / "notes.txt").write_text("not a face")

    dice, warden = read_faces(tmp_path)

    assert (dice.name, dict(dice.variables)) == ("dice", {"DISCORD_TOKEN": TOKEN})
    assert warden.variables["NAZH_CONTEXTS"] == "keep"
    assert TOKEN not in repr(dice)


def test_a_directory_without_faces_is_told(tmp_path: Path) -> None:
    assert problems(tmp_path) == ("DIR has no face. Put a file there for each, such as dice.env.")
    assert problems(tmp_path / "none").startswith("DIR cannot be read (No such file")


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "Dice!.env").write_text(f"DISCORD_TOKEN={TOKEN}\n")
    (tmp_path / "a.env").write_text("NAZH_CONTEXTS=keep\n")
    (tmp_path / "b.env").write_text(f"DISCORD_TOKEN={TOKEN}\n")
    (tmp_path / "c.env").write_text("DISCORD_TOKEN_FILE\n")

    messages = problems(tmp_path).splitlines()

    assert messages[0].startswith("DIR/Dice!.env does not name a face.")
    assert messages[1:] == [
        "DIR/a.env has no DISCORD_TOKEN. Write it there, or DISCORD_TOKEN_FILE.",
        "DIR/c.env has a line without a value. Write NAME=value, one on each line.",
        "The faces Dice! and b have the same token. Give each its own.",
    ]


def test_there_is_a_limit(tmp_path: Path) -> None:
    for number in range(21):
        (tmp_path / f"face-{number}.env").write_text(f"DISCORD_TOKEN={TOKEN}{number}\n")

    assert problems(tmp_path) == "DIR has 21 faces, and at most 20 are possible."
