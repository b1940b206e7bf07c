"""Tests that libraries' records are logged at the configured level, and that setup is undone."""

from __future__ import annotations

import json
import logging
import warnings
from dataclasses import replace
from pathlib import Path

import pytest

from nazh.adapters.outbound.logs.setup import LogChoices, configured_log
from tests.doubles.losses import CountedLosses


def choices(file: Path | None = None, level: str = "INFO") -> LogChoices:
    return LogChoices(
        level=level, is_json=True, is_coloured=False, secrets=(), file=file, megabytes=1, keep=1
    )


def test_every_logger_logs_from_its_level_on(capsys: pytest.CaptureFixture[str]) -> None:
    with configured_log(choices(level="WARNING"), dict, CountedLosses()):
        logging.getLogger("aiohttp.server").warning("heard")
        logging.getLogger("hikari.rest").info("not heard")
        warnings.warn("heard too", stacklevel=1)

    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [line["logger"] for line in lines] == ["aiohttp.server", "py.warnings"]


def test_the_file_has_the_same_records_as_standard_error(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with configured_log(choices(tmp_path / "nazh.log"), lambda: {"shard": 1}, CountedLosses()):
        logging.getLogger("nazh").info("one")

    assert (tmp_path / "nazh.log").read_text() == capsys.readouterr().err
    assert json.loads((tmp_path / "nazh.log").read_text())["shard"] == 1


def test_the_file_has_no_colours_and_is_not_rotated_before_it_is_full(tmp_path: Path) -> None:
    coloured = replace(choices(tmp_path / "nazh.log"), is_json=False, is_coloured=True)

    with configured_log(coloured, dict, CountedLosses()):
        for text in ("one", "two"):
            logging.getLogger("nazh").info(text)

    assert [file.name for file in tmp_path.iterdir()] == ["nazh.log"]
    assert "\x1b" not in (tmp_path / "nazh.log").read_text()


def test_all_is_put_back_at_the_end() -> None:
    root = logging.getLogger()
    before = (root.level, root.handlers[:])

    with configured_log(choices(level="DEBUG"), dict, CountedLosses()):
        assert root.handlers != before[1]

    assert (root.level, root.handlers) == before
