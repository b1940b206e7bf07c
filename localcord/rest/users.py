"""Serves the gateway's URL, the bot user, its application, and direct messages."""

from localcord.errors import unknown_application, unknown_user, unverified_endpoint
from localcord.json_codec import JsonObject
from localcord.rest.calls import Call, Reply, Route, ok
from localcord.rules.object_validator import ObjectValidator
from localcord.state.guilds import Guild

_GUILDS_PER_PAGE = 200


def gateway(call: Call) -> Reply:
    return ok({"url": call.world.gateway_url})


def gateway_bot(call: Call) -> Reply:
    settings = call.world.settings
    allowance = call.world.session_start_limit.allowance()
    limit: JsonObject = {
        "total": allowance.total,
        "remaining": allowance.remaining,
        "reset_after": int(allowance.reset_after * 1000),
        "max_concurrency": settings.max_concurrency,
    }
    return ok(
        {
            "url": call.world.gateway_url,
            "shards": settings.shards,
            "session_start_limit": limit,
        }
    )


def me(call: Call) -> Reply:
    return ok(call.world.application.bot_user())


def my_guilds(call: Call) -> Reply:
    """Answer with a page of the bot's guilds, in the order of their ids."""
    after = _number(call.query.get("after", ""), 0)
    most = _number(call.query.get("limit", ""), _GUILDS_PER_PAGE)
    guilds = sorted(call.world.guilds_with_bot(), key=lambda guild: guild.id)
    page = [guild for guild in guilds if guild.id > after][: min(most, _GUILDS_PER_PAGE)]
    counts = call.query.get("with_counts") == "true"
    return ok([_own_guild(guild, with_counts=counts) for guild in page])


def _own_guild(guild: Guild, *, with_counts: bool) -> JsonObject:
    counted = {
        "approximate_member_count": len(guild.members),
        "approximate_presence_count": len(guild.members),
    }
    return {
        "id": str(guild.id),
        "name": guild.name,
        "icon": None,
        "banner": None,
        "owner": False,
        "permissions": "0",
        "features": [],
        **(counted if with_counts else {}),
    }


def user(call: Call) -> Reply:
    user = call.world.users.get(call.number("user_id"))
    if user is None:
        raise unknown_user()
    return ok(user.json())


def open_direct_channel(call: Call) -> Reply:
    recipient_id = ObjectValidator(call.object(), call.errors).snowflake(
        "recipient_id", required=True
    )
    call.errors.raise_any()
    recipient = call.world.users.get(recipient_id or 0)
    if recipient is None:
        raise unknown_user()
    return ok(call.world.direct_channel(recipient).json())


def my_application(call: Call) -> Reply:
    world = call.world
    has_intents = world.settings.privileged_intents
    guilds = len(world.guilds_with_bot())
    return ok(world.application.json(guilds, has_privileged_intents=has_intents))


async def change_my_application(call: Call) -> Reply:
    """Set an interactions endpoint after it has passed the check, or clear it."""
    validator = ObjectValidator(call.object(), call.errors)
    validator.only(("interactions_endpoint_url",))
    url = validator.text("interactions_endpoint_url", high=512)
    call.errors.raise_any()
    if url and await call.world.verify_endpoint(url) is not None:
        raise unverified_endpoint()
    if "interactions_endpoint_url" in validator.value:
        call.world.application.take_endpoint(url or None)
    return my_application(call)


def application(call: Call) -> Reply:
    if call.number("application_id") != call.world.application.id:
        raise unknown_application()
    return my_application(call)


def none_of_those(call: Call) -> Reply:
    """Return the application's emojis and entitlements, or the default sounds: an empty list."""
    return ok({"items": []} if call.path.endswith("/emojis") else [])


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdecimal() else otherwise


ROUTES = (
    Route("GET", "/gateway", gateway, open=True),
    Route("GET", "/gateway/bot", gateway_bot),
    Route("GET", "/users/@me", me),
    Route("GET", "/users/@me/guilds", my_guilds),
    Route("POST", "/users/@me/channels", open_direct_channel),
    Route("GET", "/users/{user_id}", user),
    Route("GET", "/applications/@me", my_application),
    Route("PATCH", "/applications/@me", change_my_application),
    Route("GET", "/oauth2/applications/@me", my_application),
    Route("GET", "/applications/{application_id}", application),
    Route("GET", "/applications/{application_id}/emojis", none_of_those),
    Route("GET", "/applications/{application_id}/entitlements", none_of_those),
    Route("GET", "/soundboard-default-sounds", none_of_those),
)
