"""Settings: what the operator chose, typed and valid, with its secrets hidden.

To add a setting, add one field to ``Settings``: its annotation holds the type, a ``Variable`` that
says how it is called and what it means, and the reader of its text; its value is the default. The
environment, ``.env``, ``nazh config check``, the list of known names and the reference page follow
(``nazh config reference > docs/configuration.md``); add a line to ``.env.example`` too.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Annotated, Final

from pydantic import PlainValidator

from nazh.adapters.inbound.settings.choices import (
    LOG_LEVELS,
    Environment,
    LogFormat,
    RngKind,
    Switch,
    by_value,
)
from nazh.adapters.inbound.settings.commit import UNKNOWN
from nazh.adapters.inbound.settings.database_urls import (
    DatabaseUrl,
    default_database,
    parse_database_url,
)
from nazh.adapters.inbound.settings.parsers import (
    api_url,
    application_key,
    channel_id,
    collector_url,
    commit_name,
    context_names,
    new_file,
    one_of,
    rate_limit,
    ratio,
    report_dsn,
    whole_number,
)
from nazh.adapters.inbound.settings.redis_urls import parse_redis_url
from nazh.adapters.inbound.settings.secrets import Address, Secret
from nazh.adapters.inbound.settings.shard_ids import (
    MAX_SHARDS,
    ShardIds,
    host_name,
    parse_shard_ids,
)
from nazh.adapters.inbound.settings.tokens import application_id_in, bot_token
from nazh.adapters.inbound.settings.variables import Variable
from nazh.domain.dice import NAZH, RULESETS, Ruleset

DEFAULT_PORT: Final = 8080
DEFAULT_CONTEXTS: Final = ("dice",)


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set from outside.

    ``port`` 0 lets the system choose. ``discord_api_url`` is ``None`` for Discord itself.
    Without a ``public_key``, in hexadecimal digits, Discord is asked for it.
    ``rng_seed`` counts only with ``RngKind.SEEDED``. ``game_master_channel`` is the id of a channel
    that is told of secret rolls. ``database_url`` is ``None`` for the usual file, and ``log_file``
    for no file. Without ``redis_url`` processes share the database alone. A limit is written ``30
    per 10 seconds``; ``None`` is no limit. Without ``traces_url`` nothing is traced, and without
    ``sentry_dsn`` no crash is reported; both may hold what nobody should see. ``traces_ratio`` is a
    share, from 0 to 1.
    """

    token: Annotated[
        Secret,
        Variable(
            "DISCORD_TOKEN",
            "The bot's token: Discord's Developer Portal, your application, Bot, Reset Token.",
            "a bot token",
            is_secret=True,
        ),
        PlainValidator(lambda text: Secret(bot_token(text))),
    ]
    environment: Annotated[
        Environment,
        Variable("APP_ENV", "Where this process lives.", "`production`, `test` or `development`"),
        PlainValidator(one_of(by_value(Environment))),
    ] = Environment.PRODUCTION
    contexts: Annotated[
        tuple[str, ...],
        Variable(
            "NAZH_CONTEXTS",
            "What the bot does. What is not named here costs nothing: it has no commands, and its "
            "code is not loaded.",
            "`dice`",
        ),
        PlainValidator(context_names),
    ] = DEFAULT_CONTEXTS
    port: Annotated[
        int,
        Variable(
            "PORT",
            "Where `/metrics` and the health pages are served. 0 lets the system choose, and the "
            "choice is printed.",
            "0 to 65535",
        ),
        PlainValidator(whole_number(0, 65_535)),
    ] = DEFAULT_PORT
    discord_api_url: Annotated[
        str | None,
        Variable(
            "NAZH_DISCORD_API_URL",
            "A Discord that is not Discord's, such as localcord.",
            "`https://…`, or `http://` to this machine",
            unset="Discord's own",
        ),
        PlainValidator(api_url),
    ] = None
    public_key: Annotated[
        str | None,
        Variable(
            "NAZH_PUBLIC_KEY",
            "For `nazh serve`: the application's public key, by which Discord's interactions are "
            "known (Developer Portal, General Information).",
            "64 hexadecimal digits",
            unset="Discord is asked at the start",
        ),
        PlainValidator(application_key),
    ] = None
    sync_commands: Annotated[
        Switch,
        Variable(
            "NAZH_SYNC_COMMANDS",
            "Whether `nazh run` tells Discord its commands at the start. Of several processes one "
            "may, or none: `nazh commands sync` tells them once. `nazh serve` never does.",
            "`on` or `off`",
        ),
        PlainValidator(one_of(by_value(Switch))),
    ] = Switch.ON
    drain_seconds: Annotated[
        int,
        Variable(
            "NAZH_DRAIN_SECONDS",
            "For how long `nazh serve` goes on answering after SIGTERM, not ready any more, so "
            "that the load balancer sends new interactions elsewhere.",
            "0 to 600",
        ),
        PlainValidator(whole_number(0, 600)),
    ] = 5
    rng: Annotated[
        RngKind,
        Variable(
            "NAZH_RNG",
            "Where chance comes from. `seeded` makes dice that fall the same way each time; "
            "production refuses it.",
            "`system` or `seeded`",
        ),
        PlainValidator(one_of(by_value(RngKind))),
    ] = RngKind.SYSTEM
    rng_seed: Annotated[
        int,
        Variable(
            "NAZH_RNG_SEED", "With `NAZH_RNG=seeded`, what the dice follow from.", "0 to 2⁶⁴−1"
        ),
        PlainValidator(whole_number(0, 2**64 - 1)),
    ] = 0
    log_level: Annotated[
        str,
        Variable(
            "NAZH_LOG_LEVEL",
            "The least that is logged.",
            "`DEBUG`, `INFO`, `WARNING`, `ERROR` or `CRITICAL`",
        ),
        PlainValidator(one_of({level: level for level in LOG_LEVELS})),
    ] = "INFO"
    ruleset: Annotated[
        Ruleset,
        Variable(
            "NAZH_RULESET",
            "The house rules that rolls go by, where a server has not chosen others.",
            "`nazh`, `cosmere` or `plain`",
        ),
        PlainValidator(one_of(RULESETS)),
    ] = NAZH
    commit: Annotated[
        str,
        Variable(
            "NAZH_COMMIT",
            "Which commit was built, for `/metrics` and the log.",
            "a commit's hash",
            unset="git's answer",
            also="RENDER_GIT_COMMIT",
        ),
        PlainValidator(commit_name),
    ] = UNKNOWN
    database_url: Annotated[
        DatabaseUrl | None,
        Variable(
            "NAZH_DATABASE_URL",
            "Where rolls are kept (docs/stores.md): in a file, in PostgreSQL, or nowhere.",
            "`sqlite:///…`, `postgresql://…` or `memory:`",
            unset="`nazh.sqlite3` in the user's data directory",
            is_secret=True,
        ),
        PlainValidator(parse_database_url),
    ] = None
    redis_url: Annotated[
        Address | None,
        Variable(
            "NAZH_REDIS_URL",
            "What several processes share besides the database (docs/scaling.md): rate limits, and "
            "who does what.",
            "`redis://:PASSWORD@HOST:PORT/NUMBER`, `rediss://…` or `unix:///PATH?db=NUMBER`",
            unset="each process for itself",
            is_secret=True,
            extra="scale",
        ),
        PlainValidator(parse_redis_url),
    ] = None
    shard_count: Annotated[
        int | None,
        Variable(
            "NAZH_SHARD_COUNT",
            "On how many of Discord's shards the bot is served, by all processes together "
            "(docs/shards.md).",
            f"1 to {MAX_SHARDS}",
            unset="what Discord advises",
        ),
        PlainValidator(whole_number(1, MAX_SHARDS)),
    ] = None
    shard_ids: Annotated[
        ShardIds | None,
        Variable(
            "NAZH_SHARD_IDS",
            "With `NAZH_SHARD_COUNT`, which of them this process serves. `ordinal of 4` is the "
            "part of four that the number at the end of the host's name says, as in a StatefulSet.",
            "`0-3,8`, or `ordinal of 4`",
            unset="all of them",
        ),
        PlainValidator(parse_shard_ids),
    ] = None
    keep_rolls_days: Annotated[
        int,
        Variable(
            "NAZH_KEEP_ROLLS_DAYS",
            "For how many days a roll stays on record; 0 is for ever. A server can choose fewer.",
            "0 to 36500",
        ),
        PlainValidator(whole_number(0, 36_500)),
    ] = 730
    game_master_channel: Annotated[
        int | None,
        Variable(
            "NAZH_GAME_MASTER_CHANNEL",
            "A channel that also sees what `/roll` threw in secret on its server; a server can "
            "choose another.",
            "the id of a channel",
            unset="no channel",
        ),
        PlainValidator(channel_id),
    ] = None
    limit_per_user: Annotated[
        str | None,
        Variable(
            "NAZH_LIMIT_PER_USER",
            "How many commands, buttons and forms a user may send in a while. Who sends more is "
            "told in private when to go on.",
            "`30 per 10 seconds`, `5/second`, `100 per minute`, or `off`; at most a minute",
        ),
        PlainValidator(rate_limit),
    ] = "30 per 10 seconds"
    limit_per_guild: Annotated[
        str | None,
        Variable(
            "NAZH_LIMIT_PER_GUILD",
            "The same for all users of a server together.",
            "as `NAZH_LIMIT_PER_USER`",
        ),
        PlainValidator(rate_limit),
    ] = "240 per 10 seconds"
    log_format: Annotated[
        LogFormat | None,
        Variable(
            "NAZH_LOG_FORMAT",
            "How a record is written: one line of JSON for machines, or a line for people.",
            "`json` or `console`",
            unset="json in production, else console",
        ),
        PlainValidator(one_of(by_value(LogFormat))),
    ] = None
    log_file: Annotated[
        Path | None,
        Variable(
            "NAZH_LOG_FILE",
            "A file for the log, beside standard error. The directory must be there.",
            "the name of a file",
            unset="no file",
        ),
        PlainValidator(new_file),
    ] = None
    log_file_megabytes: Annotated[
        int,
        Variable(
            "NAZH_LOG_FILE_MEGABYTES",
            "With `NAZH_LOG_FILE`, how large the file grows before the next is begun.",
            "1 to 1024",
        ),
        PlainValidator(whole_number(1, 1024)),
    ] = 10
    log_file_keep: Annotated[
        int,
        Variable(
            "NAZH_LOG_FILE_KEEP",
            "With `NAZH_LOG_FILE`, how many full files are kept beside the one in use.",
            "1 to 100",
        ),
        PlainValidator(whole_number(1, 100)),
    ] = 5
    watchdog_seconds: Annotated[
        int,
        Variable(
            "NAZH_WATCHDOG_SECONDS",
            "For how long the event loop may be stuck. After that every thread's stack goes to "
            "standard error, and the process ends with status 1.",
            "5 to 3600",
        ),
        PlainValidator(whole_number(5, 3600)),
    ] = 60
    traces_url: Annotated[
        Secret | None,
        Variable(
            "NAZH_TRACES_URL",
            "Where traces of interactions go, by OTLP over HTTP (docs/tracing.md).",
            "`http://collector:4318/v1/traces`, or another such address",
            unset="no traces",
            is_secret=True,
            extra="tracing",
        ),
        PlainValidator(lambda text: Secret(collector_url(text))),
    ] = None
    traces_ratio: Annotated[
        float,
        Variable(
            "NAZH_TRACES_RATIO",
            "With `NAZH_TRACES_URL`, which share of the interactions is traced.",
            "0 to 1",
        ),
        PlainValidator(ratio),
    ] = 1.0
    sentry_dsn: Annotated[
        Secret | None,
        Variable(
            "NAZH_SENTRY_DSN",
            "A project of Sentry's, or of a service that speaks as Sentry does, which is told of "
            "crashes (docs/tracing.md).",
            "a DSN",
            unset="no reports",
            is_secret=True,
            extra="reports",
        ),
        PlainValidator(lambda text: Secret(report_dsn(text))),
    ] = None

    @property
    def application_id(self) -> int:
        """The id of the Discord application, which the first part of the token spells."""
        application_id = application_id_in(self.token.reveal())
        if application_id is None:
            raise ValueError("settings hold a token without an application id")
        return application_id

    @property
    def database(self) -> DatabaseUrl:
        """Where rolls are kept."""
        return default_database() if self.database_url is None else self.database_url

    @property
    def secrets(self) -> tuple[str, ...]:
        """The text of every secret, for the log, which shows none of them."""
        values = (getattr(self, field.name) for field in fields(self))
        return tuple(text for value in values if isinstance(value, Secret) for text in value.hidden)

    @property
    def syncs_commands(self) -> bool:
        """Whether ``nazh run`` tells Discord its commands at the start."""
        return self.sync_commands is Switch.ON

    @property
    def tracing(self) -> str:
        """``on`` or ``off``."""
        return "off" if self.traces_url is None else "on"

    @property
    def reporting(self) -> str:
        """``on`` or ``off``."""
        return "off" if self.sentry_dsn is None else "on"

    @property
    def sharing(self) -> str:
        """``on`` or ``off``: whether there is a Redis that other processes share."""
        return "off" if self.redis_url is None else "on"

    @property
    def own_shards(self) -> tuple[int, ...] | None:
        """The numbers of the shards of this process; ``None`` for all of them."""
        if self.shard_ids is None or self.shard_count is None:
            return None
        return self.shard_ids.on_host(self.shard_count, host_name())

    @property
    def is_log_json(self) -> bool:
        """Whether log lines are JSON: as asked, else in production."""
        if self.log_format is None:
            return self.environment is Environment.PRODUCTION
        return self.log_format is LogFormat.JSON
