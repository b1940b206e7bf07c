"""Tests how notices read, in one message for many."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from nazh.adapters.inbound.texts.dominion.notices.notice_texts import TEXTS, TOPIC_NAMES
from nazh.adapters.inbound.texts.dominion.notices.notices import (
    SHOWN,
    compose_notices,
    inbox_settings_text,
    inbox_text,
    news_channel_text,
)
from nazh.adapters.inbound.texts.languages import ENGLISH
from nazh.application.dominion.notices.news_channels import NewsChannel
from nazh.application.dominion.notices.payloads import notice_payload, read_notice
from nazh.application.dominion.notices.show_inbox import InboxPage, InboxSettings
from nazh.application.dominion.ports import NationNotice
from nazh.application.shared.messages.queued_messages import Refused, Rejection
from nazh.domain.dominion.notices import TOPICS, Facts, NoticeKind, NoticeTopic
from nazh.domain.kernel.graphemes import ELLIPSIS, units
from nazh.domain.kernel.identity import ChannelId
from tests.conftest import CheckGolden

START = datetime(2026, 1, 1, tzinfo=UTC)
LONGEST_MESSAGE = 2_000
NAMED = {"war": "7", "aggressor": "Aurelia", "defender": "Borealis"}
FACTS: dict[NoticeKind, Facts] = {
    NoticeKind.FOUNDED: {"resources": 1_000, "territory": 100},
    NoticeKind.CITIZEN_JOINED: {"count": 12},
    NoticeKind.LEADER_CHANGED: {},
    NoticeKind.UNITS_BUILT: {"unit": "infantry", "quantity": 250, "order": 3},
    NoticeKind.UPKEEP_UNPAID: {"due": 2_400, "paid": 2_399},
    NoticeKind.UNITS_DESERTED: {"what": "unpaid", "due": 2_400, "paid": 1_000, "lost": 34},
    NoticeKind.STORAGE_FULL: {"capacity": 10_000},
    NoticeKind.PROTECTION_ENDED: {},
    NoticeKind.ANNOUNCEMENT: {"text": "Contribute before Sunday."},
    NoticeKind.OPERATOR_ANNOUNCEMENT: {"text": "A [new](https://example.org) *version* at noon."},
    NoticeKind.DELETION: {"what": "ordered", "until": "1767268800", "text": "It *cheats*."},
    NoticeKind.OUTAGE: {
        "what": "caught_up",
        "since": "1767268800",
        "until": "1767290400",
        "count": 6,
    },
    NoticeKind.RANK_CHANGED: {"place": 2, "before": 5},
    NoticeKind.RANK_ENTERED: {"place": 25, "first": 25},
    NoticeKind.RANK_LEFT: {"first": 25},
    NoticeKind.TREATY_PROPOSED: {"nation": "Borealis", "treaty": "alliance"},
    NoticeKind.TREATY_MADE: {"nation": "Borealis", "treaty": "trade"},
    NoticeKind.TREATY_DECLINED: {"nation": "Borealis", "treaty": "mutual_defence"},
    NoticeKind.TREATY_ENDING: {"nation": "Borealis", "treaty": "trade"},
    NoticeKind.TREATY_BROKEN: {"nation": "Borealis", "treaty": "non_aggression"},
    NoticeKind.MESSAGE: {"nation": "Borealis", "title": "Peace?", "text": "Let us *talk*."},
    NoticeKind.MESSAGE_SENT: {"nation": "Borealis", "title": "Peace?", "text": "Let us talk."},
    NoticeKind.ALLIANCE_CHAT: {"nation": "Borealis", "text": "Who can help?"},
    NoticeKind.ALLIANCE_CHAT_SENT: {"nation": "Aurelia", "text": "We can."},
    NoticeKind.WAR_SUPPORTED: {"nation": "Borealis", "war": 7},
    NoticeKind.PEACE_PROPOSED: {"nation": "Borealis", "war": 7},
    NoticeKind.PEACE_MADE: {"nation": "Borealis", "war": 7},
    NoticeKind.PEACE_REJECTED: {"nation": "Borealis", "war": 7},
    NoticeKind.WAR_DECLARED: {"what": "declared", "until": "1767268800", **NAMED},
    NoticeKind.WAR_ANSWERED: {"what": "accepted", "battle": "1767380400", **NAMED},
    NoticeKind.BATTLE_SOON: {"battle": "1767380400", **NAMED},
    NoticeKind.BATTLE_POSTPONED: {"battle": "1767384000", **NAMED},
    NoticeKind.BATTLE_FOUGHT: {"winner": "Aurelia", "loser": "Borealis", **NAMED},
    NoticeKind.WAR_ENDED: {"what": "truce_honoured", **NAMED},
}
VARIANTS: tuple[tuple[NoticeKind, Facts], ...] = (
    (
        NoticeKind.OUTAGE,
        {
            "what": "frozen",
            "since": "1767268800",
            "until": "1769860800",
            "count": 27,
        },
    ),
    (NoticeKind.DELETION, {"what": "revoked", "text": "It was another nation."}),
    (NoticeKind.DELETION, {"what": "scheduled", "until": "1767268800"}),
    (NoticeKind.DELETION, {"what": "cancelled"}),
    (
        NoticeKind.PEACE_PROPOSED,
        {"what": "offered", "until": "1767268800", "nation": "Borealis", "war": 7},
    ),
    (NoticeKind.WAR_DECLARED, {"what": "truce_broken", "until": "1767268800", **NAMED}),
    (NoticeKind.WAR_DECLARED, {"what": "partner_attacked", **NAMED}),
    (NoticeKind.WAR_ENDED, {"what": "cancelled", **NAMED}),
    (NoticeKind.WAR_ENDED, {"what": "deleted", **NAMED}),
    (NoticeKind.TREATY_BROKEN, {"what": "deleted", "nation": "Borealis"}),
    (NoticeKind.TREATY_BROKEN, {"what": "own", "nation": "Borealis", "treaty": "alliance"}),
    (NoticeKind.TREATY_ENDING, {"what": "own", "nation": "Borealis", "treaty": "trade"}),
    (NoticeKind.TREATY_PROPOSED, {"nation": "Borealis", "treaty": "trade"}),
    (NoticeKind.WAR_ENDED, {"what": "peace", **NAMED}),
    (NoticeKind.WAR_ANSWERED, {"what": "accepted_in_silence", "battle": "1767380400", **NAMED}),
    (NoticeKind.WAR_ANSWERED, {"what": "declined", **NAMED}),
    (NoticeKind.WAR_ANSWERED, {"what": "withdrawn", **NAMED}),
    (
        NoticeKind.WAR_ENDED,
        {
            "what": "surrendered",
            "winner": "Aurelia",
            "loser": "Borealis",
            "resources": 2_700,
            "territory": 20,
            **NAMED,
        },
    ),
)
EARLIER: tuple[NoticeKind, Facts] = (NoticeKind.UNITS_DESERTED, {"lost": 34})
"""A notice as an earlier release has stored it."""


def notice(kind: NoticeKind, number: int = 0, nation: str = "Aurelia") -> NationNotice:
    return NationNotice(nation, START + number * timedelta(minutes=1), kind, FACTS[kind])


def test_every_kind_has_a_text_and_an_example() -> None:
    assert set(TEXTS) == set(FACTS) == set(NoticeKind)
    text_variants = {
        (kind, variant)
        for kind, notice_texts in TEXTS.items()
        if isinstance(notice_texts.text, Mapping)
        for variant in notice_texts.text
    }
    examples = (*FACTS.items(), *VARIANTS, EARLIER)
    notice_variants = ((kind, facts.get("what", "")) for kind, facts in examples)
    assert text_variants == {
        example for example in notice_variants if isinstance(TEXTS[example[0]].text, Mapping)
    }


def test_news_of_wars_read_as_agreed_and_are_never_cut(check_golden: CheckGolden) -> None:
    war_facts = [item for item in FACTS.items() if "aggressor" in item[1]]
    texts = [
        compose_notices(
            [notice_payload(NationNotice("A", START, *example)) for example in some], ENGLISH
        )
        for some in (war_facts, VARIANTS[:SHOWN], VARIANTS[SHOWN:])
    ]

    check_golden("texts/dominion_notices_wars.txt", "\n".join(texts) + "\n")
    letter = "\U00020000"  # two UTF-16 units
    for kind, facts in (*war_facts, *VARIANTS):
        named = facts.keys() & {"aggressor", "defender", "winner", "loser"}
        names = dict.fromkeys(named, 32 * letter)
        longest = NationNotice("A", START, kind, {**facts, **names, "war": "1234567"})
        assert ELLIPSIS not in compose_notices([notice_payload(longest)], ENGLISH)


def test_a_message_reads_as_agreed(check_golden: CheckGolden) -> None:
    payloads = [notice_payload(notice(kind, n)) for n, kind in enumerate(NoticeKind)]

    check_golden("texts/dominion_notices.txt", compose_notices(payloads, ENGLISH) + "\n")


def test_a_shortfall_of_upkeep_reads_as_agreed(check_golden: CheckGolden) -> None:
    shortfalls = [notice(kind) for kind in (NoticeKind.UPKEEP_UNPAID, NoticeKind.UNITS_DESERTED)]
    earlier = NationNotice("Aurelia", START, *EARLIER)

    text = compose_notices(
        [notice_payload(shortfall) for shortfall in (*shortfalls, earlier)], ENGLISH
    )

    check_golden("texts/dominion_notices_upkeep.txt", text + "\n")


def test_of_many_notices_the_latest_are_shown_and_the_others_counted(
    check_golden: CheckGolden,
) -> None:
    payloads = [
        notice_payload(notice(NoticeKind.UNITS_BUILT, number)) for number in range(SHOWN + 1_234)
    ]

    check_golden("texts/dominion_notices_many.txt", compose_notices(payloads, ENGLISH) + "\n")


def test_citizens_who_join_one_after_the_other_hide_nothing_else() -> None:
    joins = [
        NationNotice(
            "Aurelia", START + n * timedelta(minutes=1), NoticeKind.CITIZEN_JOINED, {"count": n}
        )
        for n in range(1, 41)
    ]
    attack = notice(NoticeKind.WAR_DECLARED)
    notices = [*joins[:5], attack, *joins[5:]]

    text = compose_notices([notice_payload(shown) for shown in notices], ENGLISH)
    page = inbox_text(InboxPage("Aurelia", 1, tuple(reversed(notices[:10])), True), ENGLISH)

    beginnings = [line.split(":")[0] for line in text.splitlines()[1:]]
    assert beginnings == [
        "**5** citizens",
        "**War on Borealis**, declared by Aurelia",
        "**40** citizens",
    ]
    assert [line.split(":")[0] for line in page.splitlines()[1:]] == [
        "**9** citizens",
        "**War on Borealis**, declared by Aurelia",
        "**5** citizens",
    ]


def test_every_kind_is_of_one_topic_and_every_topic_has_a_name() -> None:
    kinds = [kind for topic in TOPICS.values() for kind in topic]

    assert sorted(kind.value for kind in kinds) == sorted(kind.value for kind in NoticeKind)
    assert set(TOPICS) == set(TOPIC_NAMES) == set(NoticeTopic)


@given(st.text(max_size=1_000), st.text(max_size=80))
def test_a_message_pings_nobody_and_fits(words: str, title: str) -> None:
    facts = {"nation": "W" * 32, "title": f"{title} <@7>", "text": f"{words} @everyone"}
    notice_of_message = NationNotice("Aurelia", START, NoticeKind.MESSAGE, facts)

    text = compose_notices([notice_payload(notice_of_message)], ENGLISH)

    assert units(text) <= LONGEST_MESSAGE
    assert "@everyone" not in text
    assert "<@7>" not in text


def test_the_inbox_and_its_settings_read_as_agreed(check_golden: CheckGolden) -> None:
    latest = (notice(NoticeKind.STORAGE_FULL, 60), notice(NoticeKind.CITIZEN_JOINED))
    on = frozenset({NoticeKind.UNITS_BUILT, NoticeKind.STORAGE_FULL, *TOPICS[NoticeTopic.PEACE]})
    refused, *others = (NewsChannel(ChannelId(7), Refused(START, reason)) for reason in Rejection)
    texts = (
        inbox_text(InboxPage("Aurelia", 1, latest, True), ENGLISH),
        inbox_text(InboxPage("Aurelia", 1, (), True), ENGLISH),
        inbox_text(InboxPage("Aurelia", 7, (), True), ENGLISH),
        inbox_settings_text(InboxSettings("Aurelia", NewsChannel(ChannelId(7)), on), ENGLISH),
        inbox_settings_text(InboxSettings("Aurelia", refused, frozenset(), START), ENGLISH),
        inbox_settings_text(InboxSettings("Aurelia", NewsChannel(None), frozenset()), ENGLISH),
        *(news_channel_text(news, ENGLISH) for news in others),
    )

    check_golden("texts/dominion_inbox.txt", "\n\n".join(texts) + "\n")


@given(st.lists(st.tuples(st.sampled_from(NoticeKind), st.sampled_from("AB")), min_size=1))
def test_any_message_fits_into_discords_limit_and_pings_nobody(
    notices: list[tuple[NoticeKind, str]],
) -> None:
    payloads = [notice_payload(notice(kind, nation=nation * 32)) for kind, nation in notices]

    text = compose_notices(payloads, ENGLISH)

    assert len(text) <= LONGEST_MESSAGE
    assert "@" not in text
    message_lines = [line for line in text.splitlines() if line.endswith(":R>")]
    joined = NoticeKind.CITIZEN_JOINED
    repeated = sum(one == other and one[0] is joined for one, other in pairwise(notices))
    assert len(message_lines) == min(len(notices) - repeated, SHOWN)


@given(st.text(max_size=1_000), st.integers(0, 20))
def test_an_announcement_pings_nobody_and_leaves_out_what_does_not_fit(
    words: str, others: int
) -> None:
    announcement = NationNotice(
        "Aurelia", START, NoticeKind.ANNOUNCEMENT, {"text": f"{words} @everyone"}
    )
    payloads = [notice_payload(notice(NoticeKind.UNITS_BUILT, number)) for number in range(others)]

    text = compose_notices([*payloads, notice_payload(announcement)], ENGLISH)

    assert units(text) <= LONGEST_MESSAGE
    assert "**Announcement:**" in text
    assert "@everyone" not in text


def test_a_long_announcement_is_whole() -> None:
    announcement = NationNotice(
        "Aurelia", START, NoticeKind.ANNOUNCEMENT, {"text": 990 * "x" + " **bold**"}
    )

    text = compose_notices([notice_payload(announcement)], ENGLISH)

    assert 990 * "x" + r" \*\*bold\*\*" in text


@given(st.sampled_from(NoticeKind), st.text())
def test_a_payload_is_read_as_it_was_written(kind: NoticeKind, nation: str) -> None:
    original = notice(kind, nation=nation)

    assert read_notice(notice_payload(original)) == original
