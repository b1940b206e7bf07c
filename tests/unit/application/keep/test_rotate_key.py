"""Tests that every stored password is re-encrypted once, or reported."""

from __future__ import annotations

from nazh.application.keep.servers.ports import SealedPassword
from nazh.application.keep.servers.rotate_key import RotateKey, Rotation
from nazh.application.shared.audit.audit_log import AuditEntry
from nazh.application.shared.sealing import MissingKey
from nazh.domain.keep.servers import GameServerId
from nazh.domain.kernel.identity import GuildId
from tests.doubles.clock import FrozenClock


class Passwords:
    """Some passwords in memory; satisfies ``SealedPasswords``."""

    def __init__(self, sealed: dict[int, str]) -> None:
        self.sealed = sealed
        self.entries: list[AuditEntry] = []
        self.changed_meanwhile: set[int] = set()

    async def after(self, server: GameServerId, most: int) -> tuple[SealedPassword, ...]:
        ids = [server_id for server_id in sorted(self.sealed) if server_id > server][:most]
        return tuple(password(server_id, self.sealed[server_id]) for server_id in ids)

    async def replace(self, before: SealedPassword, sealed: str, entry: AuditEntry) -> bool:
        if before.server in self.changed_meanwhile:
            return False
        self.sealed[before.server] = sealed
        self.entries.append(entry)
        return True


class Sealer:
    """Writes the name of a key before a secret and its place; satisfies ``Sealer``."""

    def seal(self, secret: bytes, *place: str) -> str:
        return " ".join(("new", *place, secret.decode()))

    def open(self, sealed: str, *place: str) -> bytes:
        key, *sealed_place, secret = sealed.split()
        assert tuple(sealed_place) == place
        if key == "lost":
            raise MissingKey(key)
        return secret.encode()

    def is_current(self, sealed: str) -> bool:
        return sealed.startswith("new ")


def password(server: int, sealed: str) -> SealedPassword:
    return SealedPassword(GuildId(1), GameServerId(server), f"Server {server}", sealed)


def sealed_by(key: str, server: int) -> str:
    return f"{key} keep_servers 1 {server} password secret"


async def test_passwords_of_all_servers_are_encrypted_with_the_new_key() -> None:
    passwords = Passwords({server: sealed_by("old", server) for server in range(1, 202)})

    rotation = await RotateKey(passwords, Sealer(), FrozenClock())()

    assert rotation == Rotation(201, 0, ())
    assert passwords.sealed == {server: sealed_by("new", server) for server in range(1, 202)}
    assert [entry.target for entry in passwords.entries] == [f"Server {n}" for n in range(1, 202)]
    assert {(entry.guild, entry.actor, entry.action, entry.at) for entry in passwords.entries} == {
        (GuildId(1), None, "keep.password.encrypted", FrozenClock().now())
    }


async def test_current_lost_and_changed_passwords_are_left_alone() -> None:
    sealed = {1: sealed_by("new", 1), 2: sealed_by("lost", 2), 3: sealed_by("old", 3)}
    passwords = Passwords(dict(sealed))
    passwords.changed_meanwhile = {3}

    rotation = await RotateKey(passwords, Sealer(), FrozenClock())()

    assert rotation == Rotation(0, 1, (password(2, sealed[2]),))
    assert (passwords.sealed, passwords.entries) == (sealed, [])
