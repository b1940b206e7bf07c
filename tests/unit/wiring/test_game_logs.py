"""Tests that each game server's log is read from its file or over its console."""

from __future__ import annotations

from pathlib import Path

from nazh.adapters.inbound.settings.keep import KeepSettings
from nazh.domain.keep.servers import GameServerId
from nazh.wiring.keep.logs import log_files, logs_over_consoles


def test_a_log_is_read_from_its_file_or_over_its_console() -> None:
    in_file, over_console = GameServerId(1), GameServerId(2)
    settings = KeepSettings(logs=((in_file, Path("/srv/a.log")), (over_console, None)))

    assert list(log_files(settings)) == [in_file]
    assert logs_over_consoles(settings) == {over_console}
