"""Tests that the lengths of every embed are accepted by Discord, whatever its texts are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localcord.errors import ErrorCollector
from localcord.rules.embeds import check_embeds
from localcord.rules.object_validator import ObjectValidator
from nazh.adapters.inbound.discord.interactions.responses import Json
from nazh.adapters.inbound.discord.interactions.sending.embed_limits import within_limits
from nazh.domain.kernel.graphemes import graphemes

FAMILY = "👩‍👩‍👧‍👦"
PIECES = (FAMILY, "🇩🇪", "e\u0301", "ที่", "a", " ", "\n", "```", "\u200d")


def repeated(piece: str, count: int, tail: str) -> str:
    return piece * count + tail


TEXTS = (
    st.text(max_size=40)
    | st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
    | st.builds(repeated, st.sampled_from(PIECES), st.integers(0, 1_500), st.text(max_size=5))
)
NONE = st.none()
AUTHORS = st.fixed_dictionaries({"name": TEXTS | NONE, "icon_url": st.just("https://a.example/a")})
FOOTERS = st.fixed_dictionaries({"text": TEXTS | NONE})
FIELDS = st.fixed_dictionaries(
    {"name": TEXTS | NONE, "value": TEXTS | NONE}, optional={"inline": st.booleans()}
)
EMBEDS = st.fixed_dictionaries(
    {"color": st.integers(0, 0xFFFFFF)},
    optional={
        "title": TEXTS | NONE,
        "description": TEXTS | NONE,
        "author": AUTHORS | NONE,
        "footer": FOOTERS | NONE,
        "fields": st.lists(FIELDS, max_size=30).map(tuple),
    },
)
MESSAGES = st.lists(EMBEDS, max_size=12).map(lambda embeds: {"embeds": tuple(embeds)})


def texts_of(message: Json) -> list[str]:
    embeds = message["embeds"]
    assert isinstance(embeds, tuple)
    return list(filter(None, (text for embed in embeds for text in texts_in(embed))))


def texts_in(embed: object) -> list[str]:
    if isinstance(embed, str):
        return [embed]
    if isinstance(embed, Mapping):
        named = {key: value for key, value in embed.items() if not key.endswith("url")}
        return texts_in(tuple(named.values()))
    if isinstance(embed, Sequence):
        return [text for part in embed for text in texts_in(part)]
    return []


def check(message: Json) -> None:
    """Raise ApiError for what Discord would refuse."""
    errors = ErrorCollector(refuse_unknown_fields=True)
    check_embeds(ObjectValidator({"embeds": in_utf16(message["embeds"])}, errors))
    errors.raise_any()


def in_utf16(value: object) -> object:
    """Return the JSON with as many characters in each text as it has UTF-16 units."""
    if isinstance(value, str):
        return "x" * (len(value.encode("utf-16-le", "surrogatepass")) // 2)
    if isinstance(value, Mapping):
        return {key: in_utf16(part) for key, part in value.items()}
    return [*map(in_utf16, value)] if isinstance(value, Sequence) else value


@given(MESSAGES)
def test_any_text_becomes_valid_and_stays_as_it_is_then(message: Json) -> None:
    limited = within_limits(message)

    check(limited)
    assert within_limits(limited) is limited


@given(MESSAGES)
def test_cuts_split_no_character_and_close_blocks_of_code(message: Json) -> None:
    whole = set(texts_of(message))

    for text in set(texts_of(within_limits(message))) - whole:
        uncut_part = text.removesuffix("\n```").removesuffix("...")
        assert text.count("```") % 2 == 0
        assert any(
            ending.startswith(uncut_part) and len(uncut_part) in ends_in(ending) for ending in whole
        )


def ends_in(text: str) -> set[int]:
    """Return after how many characters of a text no grapheme cluster is split."""
    return {0, *accumulate(map(len, graphemes(text)))}


@pytest.mark.parametrize(
    ("part", "most"),
    [
        (lambda text: {"title": text}, 256),
        (lambda text: {"description": text}, 4_096),
        (lambda text: {"author": {"name": text}}, 256),
        (lambda text: {"footer": {"text": text}}, 2_048),
        (lambda text: {"fields": ({"name": text, "value": "x"},)}, 256),
        (lambda text: {"fields": ({"name": "x", "value": text},)}, 1_024),
    ],
)
def test_each_text_has_its_limit(part: partial[Json], most: int) -> None:
    fitting, longer = ({"embeds": (part("x" * count),)} for count in (most, most + 1))

    assert within_limits(fitting) is fitting
    assert within_limits(longer) == {"embeds": (part("x" * (most - 3) + "..."),)}


def test_a_message_has_6000_units_in_25_fields_and_10_embeds() -> None:
    fields = tuple({"name": "x", "value": "x"} for _ in range(26))
    full = {"description": "x" * 4_096}

    assert within_limits({"embeds": ({"fields": fields},)}) == {
        "embeds": ({"fields": fields[:25]},)
    }
    assert within_limits({"embeds": ({"title": "x"},) * 11}) == {"embeds": ({"title": "x"},) * 10}
    assert within_limits({"embeds": (full, full, full)}) == {
        "embeds": (full, {"description": "x" * (6_000 - 4_096 - 3) + "..."})
    }


def test_other_messages_are_not_touched() -> None:
    for message in (
        {"content": "x" * 5_000},
        {"embeds": ()},
        {"embeds": ({"color": 1, "title": "x"},)},
    ):
        assert within_limits(message) is message
