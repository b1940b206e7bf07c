"""Sets the clock of a single process, by means of libfaketime."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from tests.external_services import absent

_PATTERN: Final = "*/faketime/libfaketimeMT.so.1"
"""Below ``/usr/lib``, where Debian keeps it."""


class SettableClock:
    """The system time of a process that runs with ``variables``; it is right until it is set.

    Monotonic clocks stay right, as they do when an administrator sets the time.
    """

    def __init__(self, folder: Path) -> None:
        library = _library()
        self._file = folder / "clock"
        self.set(0)
        self.variables: Mapping[str, str] = {
            "LD_PRELOAD": str(library),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }

    def set(self, seconds: int) -> None:
        """Let the clock be wrong by so many seconds from now on."""
        new_file = self._file.with_suffix(".new")
        new_file.write_text(f"{seconds:+d}\n")
        new_file.replace(self._file)


def _library() -> Path:
    library = next(Path("/usr/lib").glob(_PATTERN), None)
    return library or absent("faketime", "it is not installed (Debian's libfaketime)")
