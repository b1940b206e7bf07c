"""Every file here and in docs that is written by code, with the text that it should have."""

from __future__ import annotations

from pathlib import Path

from ops import boards, catalogue, objectives
from ops.panels import board_json


def generated_files() -> dict[Path, str]:
    """Return the texts by the paths of their files."""
    return {
        catalogue.PAGE: catalogue.page(),
        objectives.RULES: objectives.rules_text(objectives.read_objectives()),
        **{boards.FOLDER / f"{board.uid}.json": board_json(board) for board in boards.BOARDS},
    }
