"""Validates lengths and counts of embeds, with 6000 characters in total."""

from localcord.rules.object_validator import ObjectValidator

MAX_EMBEDS, MAX_CHARACTERS = 10, 6000

_EMBED = frozenset(
    (
        # Documented in the embed object; discord.py sends it.
        "flags",
        *("type", "url", "title", "color", "timestamp", "description", "author", "image"),
        *("thumbnail", "footer", "fields", "provider", "video"),
    )
)
_AUTHOR = frozenset(("name", "url", "icon_url", "proxy_icon_url"))
_FOOTER = frozenset(("text", "icon_url", "proxy_icon_url"))
_FIELD = frozenset(("name", "value", "inline"))
_MEDIA = frozenset(("url", "proxy_url", "width", "height", "description", "content_type"))


def check_embeds(message: ObjectValidator) -> None:
    """Check the ``embeds`` of a message body."""
    embeds = message.items("embeds", high=MAX_EMBEDS)
    if sum(_check_embed(embed) for embed in embeds) > MAX_CHARACTERS:
        words = f"Embed size exceeds maximum size of {MAX_CHARACTERS}"
        message.add_error("MAX_EMBED_SIZE_EXCEEDED", words, "embeds")


def _check_embed(embed: ObjectValidator) -> int:
    """Check one embed and return how many characters count towards the sum."""
    embed.only(_EMBED)
    texts = [embed.text("title", high=256), embed.text("description", high=4096)]
    embed.number("color", low=0, high=0xFFFFFF)
    embed.text("url", high=2048)
    embed.text("timestamp", high=64)
    if footer := embed.child("footer"):
        footer.only(_FOOTER)
        texts.append(footer.text("text", high=2048, required=True))
    if author := embed.child("author"):
        author.only(_AUTHOR)
        texts.append(author.text("name", high=256, required=True))
    for name in ("image", "thumbnail"):
        if media := embed.child(name):
            media.only(_MEDIA)
            media.text("url", high=2048, required=True)
    for field in embed.items("fields", high=25):
        field.only(_FIELD)
        texts.append(field.text("name", high=256, required=True))
        texts.append(field.text("value", high=1024, required=True))
        field.flag("inline")
    if not _shows_something(embed):
        embed.add_error("BASE_TYPE_REQUIRED", "This field is required", "description")
    return sum(len(text) for text in texts if text)


def _shows_something(embed: ObjectValidator) -> bool:
    visible_parts = ("title", "description", "fields", "image", "thumbnail", "footer", "author")
    return any(embed.value.get(name) for name in visible_parts)
