"""Builds the payloads of READY and of member chunks."""

from localcord.gateway.sessions import Session
from localcord.json_codec import Json, JsonObject
from localcord.state.guilds import Guild


def ready_payload(
    *, user: JsonObject, application_id: int, session: Session, guild_ids: list[int], url: str
) -> JsonObject:
    """Return the READY event with the bot user, the resume URL and the coming guilds."""
    return {
        "v": 10,
        "user": user,
        "user_settings": {},
        "relationships": [],
        "private_channels": [],
        "presences": [],
        "guilds": [{"id": str(id), "unavailable": True} for id in guild_ids],
        "session_id": session.id,
        "session_type": "normal",
        "resume_gateway_url": url,
        "shard": [session.shard, session.shard_count],
        "application": {"id": str(application_id), "flags": 0},
        "geo_ordered_rtc_regions": [],
        "guild_join_requests": [],
        "_trace": ["localcord"],
    }


def members_chunk(guild: Guild, request: JsonObject) -> JsonObject:
    """Return the requested members, by ids or by a prefix of the name, in one chunk."""
    ids = request.get("user_ids")
    user_ids: list[Json] = ids if isinstance(ids, list) else [] if ids is None else [ids]
    wanted = {str(user) for user in user_ids}
    beginning = str(request.get("query") or "").lower()
    members = [
        member.json()
        for member in guild.members.values()
        if (str(member.user.id) in wanted if wanted else True)
        and member.user.name.lower().startswith(beginning)
    ]
    return {
        "guild_id": str(guild.id),
        "members": members,
        "chunk_index": 0,
        "chunk_count": 1,
        "not_found": sorted(wanted - {member["user"]["id"] for member in members}),
        "nonce": request.get("nonce"),
    }
