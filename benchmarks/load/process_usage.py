"""Reads the resource usage of processes from the kernel."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


def processor_seconds(pids: Iterable[int]) -> float:
    """Return the seconds that these have run, user and system, with all their descendants."""
    return sum(ticks for _, ticks, _ in _family(pids)) / _TICKS


def resident_mebibytes(pids: Iterable[int]) -> float:
    """Return the memory that these and their descendants hold."""
    return sum(pages for _, _, pages in _family(pids)) * _PAGE / 2**20


def machine_seconds() -> tuple[float, float]:
    """Return seconds that the machine's processors were busy, and that there were in all."""
    first = Path("/proc/stat").read_text().splitlines()[0]
    user, nice, system, idle, waiting, *rest = (int(ticks) for ticks in first.split()[1:9])
    busy = user + nice + system + sum(rest)
    return busy / _TICKS, (busy + idle + waiting) / _TICKS


def _family(pids: Iterable[int]) -> list[tuple[int, int, int]]:
    """Return the pid, ticks and pages of all these and of whom they have started."""
    everybody = [stat for entry in Path("/proc").iterdir() if (stat := _stat(entry))]
    family: set[int] = set()
    newcomers = set(pids)
    while newcomers:
        family |= newcomers
        newcomers = {pid for pid, parent, _, _ in everybody if parent in family} - family
    return [(pid, ticks, pages) for pid, _, ticks, pages in everybody if pid in family]


def _stat(entry: Path) -> tuple[int, int, int, int] | None:
    """Return pid, parent, ticks and pages; None for what is no process, or is one no more."""
    if not entry.name.isdecimal():
        return None
    try:
        text = (entry / "stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return None
    # The name may have blanks and brackets in it; what follows has neither.
    fields = text[text.rindex(")") + 2 :].split()
    return int(entry.name), int(fields[1]), int(fields[11]) + int(fields[12]), int(fields[21])
