"""Reads the log file of a game server, even after it was rotated.

Rotated files are found in the log's folder by the start of its name. No other file is ever opened.
"""

from __future__ import annotations

import asyncio
import errno
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from nazh.application.keep.logs.ports import LogPiece, LogTrouble, LogUnreadable
from nazh.application.shared.daemon_threads import in_daemon_thread
from nazh.domain.keep.logs.positions import TAIL, LogPosition

PIECE: Final = 32_768
"""Bytes per read, few enough to store their events in a short transaction."""
_FLAGS: Final = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_COMPRESSED: Final = frozenset({".gz", ".bz2", ".xz", ".zst", ".zip"})
_TROUBLES: Final = {
    errno.ENOENT: LogTrouble.MISSING,
    errno.ENOTDIR: LogTrouble.MISSING,
    errno.EACCES: LogTrouble.FORBIDDEN,
    errno.EPERM: LogTrouble.FORBIDDEN,
    errno.ELOOP: LogTrouble.NOT_A_FILE,
    errno.ENXIO: LogTrouble.NOT_A_FILE,
}


@dataclass(frozen=True, slots=True)
class _File:
    """An open file, with its status when it was opened."""

    descriptor: int
    name: str
    identity: str
    size: int
    changed_at: int

    @property
    def age(self) -> tuple[int, str]:
        """Sorts files from the oldest to the latest."""
        return self.changed_at, self.name

    def before(self, offset: int) -> bytes:
        start = max(0, offset - TAIL)
        return os.pread(self.descriptor, offset - start, start)

    def has(self, position: LogPosition) -> bool:
        """Return whether the bytes before the position are those that were read."""
        return self.size >= position.offset and position.is_after(self.before(position.offset))

    def piece(self, offset: int, *, is_continued: bool, is_last: bool = False) -> LogPiece:
        data = os.pread(self.descriptor, PIECE, offset)
        is_end = offset + len(data) >= self.size
        return LogPiece(
            self.identity,
            offset,
            self.before(offset),
            data,
            is_continued=is_continued,
            is_last=is_last and is_end,
        )


class FileLog:
    """Satisfies ``LogSource`` for a regular file; symbolic links are not followed.

    While a read hangs, such as on a network file system, the log is unreadable.
    """

    __slots__ = ("_path", "_reading")

    def __init__(self, path: Path) -> None:
        self._path = path
        self._reading: Future[LogPiece] | None = None

    @property
    def is_exclusive(self) -> bool:
        """Whether only one process may read at a time."""
        return False

    async def read(self, after: LogPosition | None) -> LogPiece:
        """Return what follows a position, or the start of the log. Raises LogUnreadable."""
        if self._reading is not None and not self._reading.done():
            raise LogUnreadable(LogTrouble.FAILED)
        self._reading = in_daemon_thread(partial(self._read, after), "nazh-log")
        try:
            return await asyncio.wrap_future(self._reading)
        except OSError as error:
            raise LogUnreadable(_trouble(error)) from error

    def _read(self, after: LogPosition | None) -> LogPiece:
        with _opened(self._path) as current:
            if after is None:
                return current.piece(0, is_continued=False)
            if current.identity == after.file and current.has(after):
                return current.piece(after.offset, is_continued=True)
            return self._read_rotated(current, after)

    def _read_rotated(self, current: _File, after: LogPosition) -> LogPiece:
        """Return what follows a position that may be in a rotated file by now."""
        old = self._find(after)
        if old is None:
            return current.piece(0, is_continued=False)
        with _opened(old) as file:
            if file.identity == current.identity:
                return file.piece(after.offset, is_continued=True)
            piece = file.piece(after.offset, is_continued=True, is_last=current.size > 0)
            if piece.data or not current.size:
                return piece
            later = self._rotated_after(file)
        for _, next_file in _each(later):
            if next_file.size:
                return next_file.piece(0, is_continued=True, is_last=True)
        return current.piece(0, is_continued=True)

    def _find(self, after: LogPosition) -> Path | None:
        """Return the file with the position: the same one, or else one with the same bytes."""
        same_bytes: Path | None = None
        for path, file in _each((self._path, *self._rotated())):
            if file.has(after):
                if file.identity == after.file:
                    return path
                if same_bytes is None and after.offset:
                    same_bytes = path
        return same_bytes

    def _rotated_after(self, old: _File) -> Sequence[Path]:
        """Return the rotated files that were written after ``old``, the oldest first."""
        ages = ((file.age, path) for path, file in _each(self._rotated()) if file.age > old.age)
        return [path for _, path in sorted(ages)]

    def _rotated(self) -> Sequence[Path]:
        """Return the regular files beside the log whose names begin like its own."""
        with os.scandir(self._path.parent) as entries:
            return sorted(
                Path(entry.path)
                for entry in entries
                if entry.name.startswith(self._path.stem)
                and entry.name != self._path.name
                and Path(entry.name).suffix not in _COMPRESSED
                and entry.is_file(follow_symlinks=False)
            )


@contextmanager
def _opened(path: Path) -> Iterator[_File]:
    """Open a regular file. Raises OSError, LogUnreadable."""
    descriptor = os.open(path, _FLAGS)
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise LogUnreadable(LogTrouble.NOT_A_FILE)
        yield _File(
            descriptor,
            path.name,
            f"{status.st_dev}:{status.st_ino}",
            status.st_size,
            status.st_mtime_ns,
        )
    finally:
        os.close(descriptor)


def _each(paths: Iterable[Path]) -> Iterator[tuple[Path, _File]]:
    """Open one file after the other, skipping those that cannot be opened."""
    for path in paths:
        try:
            with _opened(path) as file:
                yield path, file
        except (OSError, LogUnreadable):
            continue


def _trouble(error: OSError) -> LogTrouble:
    return _TROUBLES.get(error.errno or 0, LogTrouble.FAILED)
