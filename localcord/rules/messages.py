"""Validates the content, embeds, components and flags of message bodies."""

from localcord.errors import ErrorCollector, empty_message
from localcord.json_codec import JsonObject
from localcord.rules.components import ComponentRules
from localcord.rules.embeds import check_embeds
from localcord.rules.object_validator import ObjectValidator
from localcord.state.messages import COMPONENTS_V2

_COMMON = frozenset(("content", "embeds", "allowed_mentions", "components", "attachments", "flags"))
RESPONSE_FIELDS = _COMMON | {"tts", "poll"}
FOLLOW_UP_FIELDS = RESPONSE_FIELDS | {"username", "avatar_url", "thread_name", "applied_tags"}
CHANNEL_FIELDS = RESPONSE_FIELDS | {
    *("sticker_ids", "message_reference", "nonce", "enforce_nonce", "shared_client_theme"),
}
EDIT_FIELDS = _COMMON | {"sticker_ids", "poll"}
_ATTACHMENT = frozenset(
    (
        *("id", "filename", "description", "duration_secs", "waveform", "title"),
        *("is_spoiler", "is_remix"),
    )
)
_REFERENCE = frozenset(("type", "message_id", "channel_id", "guild_id", "fail_if_not_exists"))
_MENTIONS = frozenset(("parse", "users", "roles", "replied_user"))
_LEGACY_FIELDS = ("content", "embeds", "sticker_ids", "poll")


def check_message(
    collector: ErrorCollector,
    body: JsonObject,
    known: frozenset[str],
    *,
    has_files: bool,
    under: tuple[str, ...] = (),
) -> None:
    """Check a body that creates a message. ``under`` is its path in the request.

    Raises the 50035 or the 50006 answer.
    """
    validator = ObjectValidator(body, collector, under)
    v2 = bool(_flags(validator) & COMPONENTS_V2)
    _check_parts(validator, known, v2=v2)
    collector.raise_any()
    if not _says_something(body) and not has_files:
        raise empty_message()


def check_edit(
    collector: ErrorCollector,
    body: JsonObject,
    message: JsonObject,
    known: frozenset[str] = EDIT_FIELDS,
    *,
    has_files: bool,
    under: tuple[str, ...] = (),
) -> None:
    """Check a body that changes the stored ``message``; absent fields are unchanged."""
    validator = ObjectValidator(body, collector, under)
    v2 = bool((_flags(validator) | message["flags"]) & COMPONENTS_V2)
    _check_parts(validator, known, v2=v2)
    collector.raise_any()
    common_fields = {key: value for key, value in message.items() if key in _COMMON}
    if not _says_something({**common_fields, **body}) and not has_files:
        raise empty_message()


def _flags(validator: ObjectValidator) -> int:
    return validator.number("flags", low=0, high=(1 << 31) - 1) or 0


def _check_parts(validator: ObjectValidator, known: frozenset[str], *, v2: bool) -> None:
    validator.only(known)
    validator.text("content", high=2000)
    validator.flag("tts")
    check_embeds(validator)
    ComponentRules(v2=v2).check(validator)
    if v2:
        for key in _LEGACY_FIELDS:
            if validator.value.get(key):
                words = f"The '{key}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
                validator.add_error(
                    "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", words, key
                )
    if mentions := validator.child("allowed_mentions"):
        _check_mentions(mentions)
    if reference := validator.child("message_reference"):
        reference.only(_REFERENCE)
        reference.snowflake("message_id", required=True)
        reference.snowflake("channel_id")
    for attachment in validator.items("attachments", high=10):
        attachment.only(_ATTACHMENT)
        attachment.text("description", high=1024)


def _check_mentions(mentions: ObjectValidator) -> None:
    mentions.only(_MENTIONS)
    parse = mentions.values("parse", high=3)
    for index, name in enumerate(parse):
        if name not in ("users", "roles", "everyone"):
            words = "Value must be one of {'everyone', 'roles', 'users'}."
            mentions.add_error("BASE_TYPE_CHOICES", words, "parse", index)
    for key in ("users", "roles"):
        if mentions.values(key, high=100) and key in parse:
            words = f"parse:[{key!r}] and {key}: [ids...] are mutually exclusive."
            mentions.add_error("MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", words)


def _says_something(body: JsonObject) -> bool:
    content = body.get("content")
    return bool(isinstance(content, str) and content.strip()) or any(
        body.get(key) for key in ("embeds", "components", "attachments", "sticker_ids", "poll")
    )
