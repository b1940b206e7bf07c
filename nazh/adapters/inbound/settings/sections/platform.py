"""Declares the settings of the platform in sections, each with its own prefix.

To add a setting, add one field to its section. The environment, ``.env``, ``nazh config check`` and
the reference page (``nazh config reference > docs/configuration.md``) follow; add a line to
``.env.example`` too. A section of a context is declared in the same way, and the registry of the
contexts loads it (``nazh/wiring/contexts.py``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from nazh.adapters.inbound.settings.sources.commit import UNKNOWN
from nazh.adapters.inbound.settings.values.choices import (
    Environment,
    RngKind,
    by_value,
)
from nazh.adapters.inbound.settings.values.parsers import (
    one_of,
    parse_api_url,
    parse_commit,
    parse_contexts,
    parse_ip_address,
    parse_public_key,
    parse_public_url,
    parse_rate_limit,
    whole_number,
)
from nazh.adapters.inbound.settings.values.secrets import Secret
from nazh.adapters.inbound.settings.values.shard_ids import (
    MAX_SHARDS,
    ShardIds,
    host_name,
    parse_shard_ids,
)
from nazh.adapters.inbound.settings.values.tokens import application_id_in, parse_bot_token
from nazh.adapters.inbound.settings.variables import optional_setting, required_secret, setting
from nazh.application.shared.rate_limits import RateLimit

DEFAULT_CONTEXTS: Final = ("dice",)


@dataclass(frozen=True, slots=True)
class ProgramSettings:
    """The program."""

    environment: Environment = setting(
        "APP_ENV",
        "Where this process runs.",
        "`production`, `test` or `development`",
        one_of(by_value(Environment)),
        "production",
    )
    contexts: tuple[str, ...] = setting(
        "NAZH_CONTEXTS",
        "The parts of the bot that are on. A part that is not named has no commands, and its "
        "code is not loaded, except to export and delete what it has stored.",
        "`dice`, `dominion` and `keep`, separated by commas",
        parse_contexts,
        ",".join(DEFAULT_CONTEXTS),
    )
    rng: RngKind = setting(
        "NAZH_RNG",
        "The source of randomness. `seeded` gives the same rolls each time; production refuses it.",
        "`system` or `seeded`",
        one_of(by_value(RngKind)),
        "system",
    )
    rng_seed: int = setting(
        "NAZH_RNG_SEED",
        "With `NAZH_RNG=seeded`, the seed.",
        "0 to 2⁶⁴−1",
        whole_number(0, 2**64 - 1),
        "0",
    )
    watchdog_seconds: int = setting(
        "NAZH_WATCHDOG_SECONDS",
        "For how long the event loop may be blocked. After that, every thread's stack goes to "
        "standard error, and the process exits with status 1.",
        "5 to 3600",
        whole_number(5, 3600),
        "60",
    )
    commit: str = setting(
        "NAZH_COMMIT",
        "The commit of this build, for `/metrics` and the log.",
        "a commit's hash",
        parse_commit,
        UNKNOWN,
        unset="git's answer",
        also="RENDER_GIT_COMMIT",
    )


@dataclass(frozen=True, slots=True)
class DiscordSettings:
    """The connection to Discord."""

    token: Secret = required_secret(
        "DISCORD_TOKEN",
        "The bot's token: Discord's Developer Portal, your application, Bot, Reset Token.",
        "a bot token",
        lambda text: Secret(parse_bot_token(text)),
    )
    api_url: str | None = optional_setting(
        "NAZH_DISCORD_API_URL",
        "The API of another server than Discord's, such as localcord.",
        "`https://…`, or `http://` to this machine",
        parse_api_url,
        unset="Discord's own",
    )
    public_key: str | None = optional_setting(
        "NAZH_DISCORD_PUBLIC_KEY",
        "For `nazh serve`: the application's public key, with which Discord's interactions are "
        "verified (Developer Portal, General Information).",
        "64 hexadecimal digits",
        parse_public_key,
        unset="requested from Discord at startup",
    )
    sync_commands: bool = setting(
        "NAZH_DISCORD_SYNC_COMMANDS",
        "Whether `nazh run` registers its commands with Discord at the start. At most one of "
        "several processes should; `nazh commands sync` does it once. `nazh serve` never does.",
        "`on` or `off`",
        one_of({"on": True, "off": False}),
        "on",
    )
    shard_count: int | None = optional_setting(
        "NAZH_DISCORD_SHARD_COUNT",
        "The number of the bot's shards, in all processes together (docs/shards.md).",
        f"1 to {MAX_SHARDS}",
        whole_number(1, MAX_SHARDS),
        unset="what Discord recommends",
    )
    shard_ids: ShardIds | None = optional_setting(
        "NAZH_DISCORD_SHARD_IDS",
        "With `NAZH_DISCORD_SHARD_COUNT`, the shards that this process serves. `ordinal of 4` is "
        "one of four parts, chosen by the number at the end of the host's name, as in a "
        "StatefulSet.",
        "`0-3,8`, or `ordinal of 4`",
        parse_shard_ids,
        unset="all of them",
    )

    @property
    def application_id(self) -> int:
        """The id of the Discord application, which is in the first part of the token."""
        application_id = application_id_in(self.token.reveal())
        if application_id is None:
            raise ValueError("settings hold a token without an application id")
        return application_id

    @property
    def own_shards(self) -> tuple[int, ...] | None:
        """The numbers of the shards of this process; ``None`` for all of them."""
        if self.shard_ids is None or self.shard_count is None:
            return None
        return self.shard_ids.on_host(self.shard_count, host_name())


@dataclass(frozen=True, slots=True)
class HttpSettings:
    """The HTTP server."""

    host: str = setting(
        "NAZH_HTTP_HOST",
        "The address on which it listens. The default is every IPv4 interface; `127.0.0.1` is "
        "this machine only.",
        "an IPv4 or IPv6 address",
        parse_ip_address,
        "0.0.0.0",  # noqa: S104  # a scraper calls from outside the container
    )
    port: int = setting(
        "PORT",
        "The port of `/metrics` and the health pages. 0 lets the system choose one, which "
        "is printed.",
        "0 to 65535",
        whole_number(0, 65_535),
        "8080",
    )
    public_url: str | None = optional_setting(
        "NAZH_HTTP_PUBLIC_URL",
        "The address at which users reach this server, through a load balancer or not. `/fair` "
        "links to `/verify.html` below it.",
        "`https://…`",
        parse_public_url,
        unset="no link",
        also="RENDER_EXTERNAL_URL",
    )
    drain_seconds: int = setting(
        "NAZH_HTTP_DRAIN_SECONDS",
        "For how long `nazh serve` keeps answering after SIGTERM, although no longer ready, so "
        "that the load balancer sends new interactions elsewhere.",
        "0 to 600",
        whole_number(0, 600),
        "5",
    )


@dataclass(frozen=True, slots=True)
class RateLimitSettings:
    """Rate limits.

    ``None`` means no limit.
    """

    per_user: RateLimit | None = setting(
        "NAZH_RATE_LIMIT_PER_USER",
        "How many commands, buttons and forms a user may send in a period. Users over the limit "
        "are told in private when to try again; a form is never refused, so that no text is lost.",
        "`30 per 10 seconds`, `5/second`, `100 per minute`, or `off`; at most a minute",
        parse_rate_limit,
        "30 per 10 seconds",
    )
    per_guild: RateLimit | None = setting(
        "NAZH_RATE_LIMIT_PER_GUILD",
        "The same for all users of a server together.",
        "as `NAZH_RATE_LIMIT_PER_USER`",
        parse_rate_limit,
        "240 per 10 seconds",
    )


@dataclass(frozen=True, slots=True)
class GuildsSettings:
    """Guild data."""

    retention_days: int = setting(
        "NAZH_GUILDS_RETENTION_DAYS",
        "For how many days rolls are stored; 0 means for ever. A server can choose fewer.",
        "0 to 36500",
        whole_number(0, 36_500),
        "730",
    )
