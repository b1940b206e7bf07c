"""Tests that the verification page accepts Nazh's battles, and no record with a changed byte."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from random import Random

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from nazh.domain.dominion.combat.checking import (
    UnreadableRecord,
    differences,
    is_canonical,
    read_battle,
)
from nazh.domain.dominion.combat.record import record_of, write_record
from tests.browser.page_checks import low_buttons, serious_violations, width_needed
from tests.browser.test_verify_modules import evaluated, page
from tests.browser.verifier import Scheme, Verifier, opened
from tests.unit.domain.dominion.combat.sample_battles import random_battle, sample_records

__all__ = ["page"]
RECORDS = sample_records()
FINGER = 44
LINES = 1 + 2 * 10 + 1 + 4 + 2
"""The commitment, ten of each side, the winner, four of the spoils, the digest and the bytes."""
_VERDICTS = """await (async () => {
    const { NoRecord } = await import('./battle_records.js');
    return input.map((text) => {
        try {
            const { lines } = part.checkBattle(text);
            return lines.filter((line) => !line.isRight).map((line) => line.name);
        } catch (error) {
            if (error instanceof NoRecord) return ["unreadable"];
            throw error;
        }
    });
})()"""


async def faults_of(page: Page, texts: list[str]) -> list[list[str]]:
    """Return the names of the lines that the page finds wrong, for each text."""
    verdicts = await evaluated(page, "battle_checking", _VERDICTS, texts)
    assert isinstance(verdicts, list)
    return verdicts


def is_accepted(text: str) -> bool:
    try:
        battle, record = read_battle(text)
    except UnreadableRecord:
        return False
    return not differences(record, battle) and is_canonical(text, battle)


async def test_the_vectors_of_the_document_are_right(page: Page) -> None:
    assert len(RECORDS) >= 50
    assert await faults_of(page, RECORDS) == [[]] * len(RECORDS)


async def test_random_battles_of_nazh_are_right(page: Page) -> None:
    random = Random(3)
    records = [write_record(record_of(random_battle(random, war))) for war in range(1, 401)]

    assert await faults_of(page, records) == [[]] * len(records)


async def test_numbers_above_the_exact_ones_of_floats_are_right(page: Page) -> None:
    battle = random_battle(Random(5), 2**63 - 1)
    text = write_record(record_of(battle))

    assert len(str(record_of(battle)["war"])) == 19
    assert await faults_of(page, [text]) == [[]]


@pytest.mark.parametrize("number", [0, 3])
async def test_no_changed_byte_passes(page: Page, number: int) -> None:
    text = RECORDS[number]
    changed = [
        text[:place] + ("1" if character != "1" else "2") + text[place + 1 :]
        for place, character in enumerate(text)
    ]

    verdicts = await faults_of(page, changed)

    assert len(verdicts) > 1_500
    assert [place for place, faults in enumerate(verdicts) if not faults] == []


def altered(seed: int) -> str:
    """Return a record with another value somewhere, its digest and results as they were."""
    random = Random(seed)
    record = json.loads(random.choice(RECORDS))
    place, steps = record, random.randint(1, 4)
    for step in range(steps):
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        if not keys:
            break
        key = random.choice(keys)
        if step == steps - 1 or not isinstance(place[key], dict | list):
            place[key] = random.choice(
                (0, 1, -1, 10**4, 10**19, None, True, "", "balanced", [], {}, [1, 0], 2**63)
            )
            break
        place = place[key]
    return write_record(record)


async def test_altered_records_are_judged_as_nazh_judges_them(page: Page) -> None:
    texts = [altered(seed) for seed in range(1_500)]

    verdicts = await faults_of(page, texts)

    assert [not faults for faults in verdicts] == [is_accepted(text) for text in texts]
    unreadable = [faults == ["unreadable"] for faults in verdicts]
    assert 200 < sum(unreadable) < len(texts)


async def test_another_nonce_is_another_draw(page: Page) -> None:
    record = json.loads(RECORDS[0])
    record["aggressor"]["nonce"] = "another"

    (faults,) = await faults_of(page, [write_record(record)])

    assert {"Aggressor: chance", "Defender: chance", "Digest of the record"} <= set(faults)


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[]", "null", "1", '{"format":1}', "{" * 99, "[" * 10**5, '{"war":1,"war":1}'],
)
async def test_other_texts_are_no_records(page: Page, text: str) -> None:
    assert await faults_of(page, [text]) == [["unreadable"]]


@pytest_asyncio.fixture(loop_scope="session")
async def verifier(browser: Browser) -> AsyncIterator[Verifier]:
    async with opened(browser) as verifier:
        yield verifier


async def verdict(verifier: Verifier, text: str, commitment: str = "") -> str:
    """Return the page's verdict on a record that is pasted."""
    await verifier.put_in(commitment=commitment)
    await verifier.page.locator("details").evaluate("(one) => one.open = true")
    await verifier.page.locator("#pasted").fill(text)
    await verifier.page.get_by_role("button", name="Check").click()
    heading = verifier.page.locator("#verdict-heading")
    await expect(heading).to_be_focused()
    return await heading.text_content() or ""


async def test_a_battle_is_proven_by_the_commitment_that_was_seen(verifier: Verifier) -> None:
    record = json.loads(RECORDS[0])
    wrong = RECORDS[0].replace('"winner":"defender"', '"winner":"aggressor"')

    assert await verdict(verifier, RECORDS[0]) == "≈ Consistent, not proven"
    assert await verdict(verifier, RECORDS[0], record["commitment"]) == "✓ Proven"
    assert await verdict(verifier, RECORDS[0], "0" * 64) == "✗ Not what you saw"
    assert await verdict(verifier, wrong, record["commitment"]) == "✗ Inconsistent"


async def test_each_line_of_the_calculation_is_shown(verifier: Verifier) -> None:
    wrong = RECORDS[0].replace('"winner":"defender"', '"winner":"aggressor"')

    await verdict(verifier, wrong)

    lines = verifier.page.locator(".entries > li")
    await expect(lines).to_have_count(LINES)
    failing = verifier.page.locator("li.fails")
    assert await failing.locator(".head").all_text_contents() == [
        "Winnerdefender✗ fails",
        "Every byte of the record✗ fails",
    ]
    await expect(failing.first).to_contain_text("The record says aggressor.")


async def test_a_file_that_is_no_record_gives_one_sentence(verifier: Verifier) -> None:
    text = RECORDS[0].replace('"stance":"balanced"', '"stance":"sleepy"')

    await verifier.choose(text)

    await expect(verifier.status).to_have_text(
        "This is not the record of a battle. The value of aggressor.stance is not valid."
    )
    await expect(verifier.page.locator("#report")).to_be_hidden()


async def test_the_nonce_of_a_stranger_stays_text(verifier: Verifier) -> None:
    record = json.loads(RECORDS[0])
    record["aggressor"]["nonce"] = "<img src=x onerror=alert(1)>"

    await verifier.choose(write_record(record))

    await expect(verifier.page.get_by_text("<img src=x onerror=alert(1)>")).to_be_visible()
    await expect(verifier.page.locator("img")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_report_of_a_battle_fits_a_phone(browser: Browser, scheme: Scheme) -> None:
    async with opened(browser, scheme=scheme) as verifier:
        await verdict(verifier, RECORDS[3])

        assert await width_needed(verifier.page) <= 360
        assert await low_buttons(verifier.page, FINGER) == []
        assert await serious_violations(verifier.page) == []
