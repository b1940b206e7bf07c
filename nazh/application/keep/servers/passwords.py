"""Encrypts and decrypts the passwords of game servers."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.keep.servers.ports import Console, ServerConsoles, ServerStore
from nazh.application.shared.sealing import SealedValueError, Sealer
from nazh.domain.keep.consoles.passwords import Password
from nazh.domain.keep.errors import NoSuchServer, PasswordLost
from nazh.domain.keep.profiles.profile import Profile
from nazh.domain.keep.servers import GameServer, GameServerId
from nazh.domain.kernel.identity import GuildId


@dataclass(frozen=True, slots=True)
class ServerPasswords:
    """The passwords of the stored game servers."""

    store: ServerStore
    sealer: Sealer
    consoles: ServerConsoles

    def seal(self, password: Password, guild: GuildId, server: GameServerId) -> str:
        """Return the encrypted password for storage."""
        return self.sealer.seal(password.reveal().encode(), *password_place(guild, server))

    async def console_of(self, server: GameServer, profile: Profile) -> Console:
        """Return the console of a game server. Raises PasswordLost and NoSuchServer.

        A server whose address has changed since it was read counts as missing, because its password
        is for the new address.
        """
        sealed = await self.store.sealed_password(server)
        if sealed is None:
            raise NoSuchServer.any_more()
        try:
            opened = self.sealer.open(sealed, *password_place(server.guild, server.id))
        except SealedValueError as error:
            raise PasswordLost(name=server.name) from error
        return self.consoles.console_of(server, profile, Password(opened.decode()), sealed)


def password_place(guild: GuildId, server: GameServerId) -> tuple[str, ...]:
    """Return the storage place for which a password is sealed."""
    return ("keep_servers", str(guild), str(server), "password")
