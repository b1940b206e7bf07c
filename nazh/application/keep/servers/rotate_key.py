"""Re-encrypts the stored passwords with the current key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from nazh.application.keep.servers.passwords import password_place
from nazh.application.keep.servers.ports import SealedPassword, SealedPasswords
from nazh.application.shared.audit.audit_log import AuditEntry
from nazh.application.shared.ports import Clock
from nazh.application.shared.sealing import SealedValueError, Sealer
from nazh.domain.keep.servers import GameServerId

_BATCH_SIZE: Final = 100


@dataclass(frozen=True, slots=True)
class Rotation:
    """How many passwords were re-encrypted, how many were already current, and which are lost."""

    rotated: int
    current: int
    lost: tuple[SealedPassword, ...]


@dataclass(frozen=True, slots=True)
class RotateKey:
    """Re-encrypts all stored passwords with the current key.

    The bot may run at the same time; a password that it changes is left alone.
    """

    passwords: SealedPasswords
    sealer: Sealer
    clock: Clock

    async def __call__(self) -> Rotation:
        """Return the result. Passwords that cannot be decrypted are left alone."""
        rotated = current = 0
        lost: list[SealedPassword] = []
        last = GameServerId(0)
        while batch := await self.passwords.after(last, _BATCH_SIZE):
            last = batch[-1].server
            for sealed in batch:
                try:
                    if self.sealer.is_current(sealed.sealed):
                        current += 1
                        continue
                    anew = self._sealed_anew(sealed)
                except SealedValueError:
                    lost.append(sealed)
                    continue
                rotated += await self.passwords.replace(sealed, anew, self._entry(sealed))
        return Rotation(rotated, current, tuple(lost))

    def _entry(self, password: SealedPassword) -> AuditEntry:
        return AuditEntry(
            at=self.clock.now(),
            guild=password.guild,
            actor=None,
            action="keep.password.encrypted",
            target=password.name,
        )

    def _sealed_anew(self, password: SealedPassword) -> str:
        place = password_place(password.guild, password.server)
        return self.sealer.seal(self.sealer.open(password.sealed, *place), *place)
