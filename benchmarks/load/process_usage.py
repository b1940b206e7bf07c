"""Reads the resource usage of processes from the kernel."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


def processor_seconds(pids: Iterable[int]) -> float:
    """Return the CPU seconds, user and system, of these processes and their descendants."""
    return sum(ticks for _, ticks, _ in _process_tree(pids)) / _TICKS


def resident_mebibytes(pids: Iterable[int]) -> float:
    """Return the memory of these processes and their descendants."""
    return sum(pages for _, _, pages in _process_tree(pids)) * _PAGE / 2**20


def machine_seconds() -> tuple[float, float]:
    """Return the machine's busy and total CPU seconds."""
    first = Path("/proc/stat").read_text().splitlines()[0]
    user, nice, system, idle, waiting, *rest = (int(ticks) for ticks in first.split()[1:9])
    busy = user + nice + system + sum(rest)
    return busy / _TICKS, (busy + idle + waiting) / _TICKS


def _process_tree(pids: Iterable[int]) -> list[tuple[int, int, int]]:
    """Return pid, ticks and pages of these processes and their descendants."""
    processes = [stat for entry in Path("/proc").iterdir() if (stat := _stat(entry))]
    tree: set[int] = set()
    children = set(pids)
    while children:
        tree |= children
        children = {pid for pid, parent, _, _ in processes if parent in tree} - tree
    return [(pid, ticks, pages) for pid, _, ticks, pages in processes if pid in tree]


def _stat(entry: Path) -> tuple[int, int, int, int] | None:
    """Return pid, parent, ticks and pages; None if it is not a running process."""
    if not entry.name.isdecimal():
        return None
    try:
        text = (entry / "stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return None
    # The name may contain blanks and brackets; the fields after it do not.
    fields = text[text.rindex(")") + 2 :].split()
    return int(entry.name), int(fields[1]), int(fields[11]) + int(fields[12]), int(fields[21])
