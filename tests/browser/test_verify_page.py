"""Tests that the page accepts Nazh's receipts, detects every forgery, and makes no requests."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import pytest_asyncio
from click.testing import CliRunner
from playwright.async_api import Browser, expect

from nazh.adapters.inbound.cli.dice.verify import verify_command
from nazh.adapters.inbound.web.dice.verify_page import VerifyPage
from nazh.domain.dice.fair import digest_of
from tests.browser.fair_sessions import SessionAtPlay, rolls_of_any_kind, rolls_of_the_tests
from tests.browser.forgeries import KINDS, forgeries
from tests.browser.page_checks import low_buttons, serious_violations, width_needed
from tests.browser.verifier import NAME, Motion, Scheme, Verifier, opened
from tests.unit.adapters.inbound.web.test_server import RunningServer

SCHEMES: tuple[Scheme, Scheme] = ("light", "dark")
FINGER = 44
MAX_BYTES = 100_000
Picture = Callable[[str], Path | None]


@pytest_asyncio.fixture(loop_scope="session")
async def verifier(browser: Browser) -> AsyncIterator[Verifier]:
    async with opened(browser) as verifier:
        yield verifier


def sample_session(seed: int = 7) -> SessionAtPlay:
    """A short session, not closed yet."""
    session = SessionAtPlay(seed)
    session.join("the third star")
    session.roll("Stealth: a1d20+5 vs 15, 2d6+3", "nazh")
    session.roll("6x4d6kh3", "nazh")
    session.roll("8d6!", "nazh")
    session.add_plot_die()
    session.join("no more ones")
    session.roll("1d20+7, 1d8+4, dp", "cosmere")
    return session


@pytest.mark.parametrize("part", range(4))
async def test_totals_equal_nazhs_for_every_roll_of_the_tests(
    verifier: Verifier, part: int
) -> None:
    session = SessionAtPlay(part)
    session.play(rolls_of_the_tests()[part::4])
    session.close()

    outcome = await verifier.check(session.lines, commitment=session.commitment)

    assert len(session.fallen) > 200
    assert (outcome.faults, outcome.verdict[:8]) == ({}, "✓ Proven")


async def test_totals_equal_nazhs_for_random_rolls(
    verifier: Verifier,
) -> None:
    notations = rolls_of_any_kind(800)
    for seed in range(4):
        session = SessionAtPlay(100 + seed)
        session.play(notations[seed::4])
        session.close()

        outcome = await verifier.check(session.lines, commitment=session.commitment)

        assert (outcome.faults, outcome.verdict[:8]) == ({}, "✓ Proven")
    assert len(notations) == 800


async def test_a_graze_or_a_critical_hit_that_divides_by_zero_spoils_a_roll_there_too(
    verifier: Verifier,
) -> None:
    session = SessionAtPlay(11)
    for turn in range(20):
        session.roll("1d20, Sword DAMAGE: 10//(1d6-6)", "cosmere")
        session.roll("1d20, Damage: 6//(1d4+2-2)", ("nazh", "plain")[turn % 2])
        session.roll("1d20, Damage: 2d6//(1+1)+{5d6>=5,3}", "cosmere")
    session.close()

    outcome = await verifier.check(session.lines, commitment=session.commitment)

    assert sum('"spoiled"' in line for line in session.lines) == 20
    assert (outcome.faults, outcome.verdict[:8]) == ({}, "✓ Proven")


async def test_every_forgery_is_found_and_named_where_it_was_made(verifier: Verifier) -> None:
    tried = forgeries(3)
    missed = []
    for forgery in tried:
        outcome = await verifier.check(forgery.lines, marks=forgery.marks)
        line = min(outcome.faults, default=0)
        named = outcome.faults[line] if line else outcome.seen
        if line != forgery.line or not any(forgery.reason in sentence for sentence in named):
            missed.append((forgery.what, forgery.line, outcome))
        if outcome.verdict.startswith("✓"):
            missed.append((forgery.what, forgery.line, outcome))

    assert len(tried) == 3 * len(KINDS) > 100
    assert missed == []


async def test_a_session_that_is_not_closed_is_checked_as_far_as_it_can_be(
    verifier: Verifier,
) -> None:
    session = sample_session()

    outcome = await verifier.check(session.lines)
    assert outcome.verdict.startswith("… Consistent so far")
    assert outcome.faults == {}

    wrong = re.sub(r'"totals":\[\[\d+,', '"totals":[[99,', session.lines[2])
    outcome = await verifier.check([*session.lines[:2], wrong])
    assert "does not follow from its faces" in outcome.faults[3][0]


async def test_seen_marks_are_looked_up_in_the_file(verifier: Verifier) -> None:
    session = sample_session()
    session.close()
    mark = digest_of(session.lines[3])[:8]

    await verifier.put_in(
        commitment=session.commitment.upper(),
        marks=f"Proof 3 · {mark}\nNachweis 2, ganz:\n`{digest_of(session.lines[2])}`",
        words="the third star\nno more ones",
    )
    await verifier.choose("\n".join(session.lines))
    await expect(verifier.page.locator("#report")).to_be_visible()
    outcome = await verifier.outcome()

    assert outcome.verdict.startswith("✓ Proven")
    assert [line[:1] for line in outcome.seen] == ["✓"] * 5
    added = "Player 1 added them; they count from entry"
    assert outcome.seen[3].endswith(f"{added} 1 on. After them, words were added once.")
    assert outcome.seen[4].endswith(f"{added} 6 on.")


async def test_a_file_alone_is_consistent_and_with_its_commitment_proven(
    verifier: Verifier,
) -> None:
    session = sample_session()
    session.close()
    last = f"{len(session.lines) - 1}:{digest_of(session.lines[-1])[:8]}"

    alone = await verifier.check(session.lines, words="the third star")
    marked = await verifier.check(session.lines, marks=last)
    promised = await verifier.check(session.lines, commitment=session.commitment)
    both = await verifier.check(session.lines, commitment=session.commitment, marks=last)

    # A forger of a whole session has the digest of the words too.
    assert alone.verdict.startswith("≈ Consistent, not proven. The file agrees with itself, but")
    assert marked.verdict == alone.verdict
    assert promised.verdict.startswith("✓ Proven. All dice follow from the secret")
    assert "You gave no Proof of a roll" in promised.verdict
    assert "You gave no Proof of a roll" not in both.verdict


def said_in_a_terminal(lines: list[str], commitment: str, mark: str) -> str:
    """The verdict of ``nazh verify`` for the same file."""
    options = [*(["--commitment", commitment] * bool(commitment)), *(["--seen", mark] * bool(mark))]
    result = CliRunner().invoke(
        verify_command(), ["-", *options], input="".join(f"{line}\n" for line in lines)
    )
    verdicts = ("Proven.", "Consistent", "Not what", "Inconsistent.")
    (verdict,) = (line for line in result.stdout.splitlines() if line.startswith(verdicts))
    return verdict


async def test_page_and_command_say_the_same(verifier: Verifier) -> None:
    session, empty = sample_session(), SessionAtPlay(9)
    opened_only = list(session.lines)
    session.close()
    empty.close()
    forged = [re.sub(r'"totals":\[\[\d+,', '"totals":[[99,', line) for line in session.lines]
    mark = f"2:{digest_of(session.lines[2])[:8]}"
    verdicts = []

    for lines, commitment, marks in (
        (session.lines, "", ""),
        (session.lines, "", mark),
        (session.lines, session.commitment, ""),
        (session.lines, session.commitment, mark),
        (session.lines, empty.commitment, ""),
        (session.lines, "", "2:00000000"),
        (opened_only, session.commitment, mark),
        (empty.lines, "", ""),
        (empty.lines, empty.commitment, ""),
        (forged, session.commitment, mark),
        (session.lines[:3] + session.lines[4:], "", ""),
    ):
        outcome = await verifier.check(lines, commitment=commitment, marks=marks)
        verdicts.append(outcome.verdict.split(". ")[0])
        assert outcome.verdict[2:] == said_in_a_terminal(lines, commitment, marks)

    assert set(verdicts) == {
        *("✓ Proven", "≈ Consistent, not proven", "… Consistent so far"),
        *("✗ Not what you saw", "✗ Inconsistent"),
    }


async def test_wrong_marks_are_not_proven(verifier: Verifier) -> None:
    session, other = sample_session(), sample_session(8)
    session.close()

    await verifier.put_in(
        commitment=other.commitment, marks=f"3:{'0' * 8}, 99:{'1' * 8}", words="the fourth star"
    )
    await verifier.choose("\n".join(session.lines))
    await expect(verifier.page.locator("#report")).to_be_visible()
    outcome = await verifier.outcome()

    assert outcome.verdict.startswith("✗ Not what you saw")
    assert outcome.seen == [
        "✗ The commitment: The file has another: it is not the session that you saw opened.",
        "✗ Proof 3 · 00000000: Entry 3 is another one in the file.",
        "✗ Proof 99 · 11111111: The file has no entry 99.",
        "✗ “the fourth star”: Nobody added exactly these words.",
    ]


@pytest.mark.parametrize(
    ("commitment", "marks", "answer"),
    [
        ("9f86d081", "", "A commitment is 64 digits and letters from a to f. Copy all of it."),
        (
            "",
            "12:3f2a9c0 13:3f2a9c01",
            "“12:3f2a9c0” is no proof of a roll. Write each as 12:3f2a9c01.",
        ),
        ("", "yes", "“yes” is no proof of a roll. Write each as 12:3f2a9c01."),
    ],
)
async def test_an_impossible_mark_is_refused(
    verifier: Verifier, commitment: str, marks: str, answer: str
) -> None:
    await verifier.put_in(commitment=commitment, marks=marks)
    await verifier.choose("\n".join(sample_session().lines))

    await expect(verifier.status).to_have_text(answer)
    await expect(verifier.page.locator("#report")).to_be_hidden()


@pytest.mark.parametrize(
    ("content", "answer"),
    [
        (b"", "The file is empty."),
        (b"hello\n", "This line is no receipt: it is not JSON."),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "This line has letters that no receipt has."),
        (b"[]\n", "This line is no receipt: it is no JSON object."),
        (b"null", "This line is no receipt: it is no JSON object."),
        (b'{"kind":"__proto__"}', "This line is no receipt: it is of no kind that is known here."),
        (
            b'{"kind":{"toString":1}}',
            "This line is no receipt: it is of no kind that is known here.",
        ),
        (
            b'{"kind":"opened","format":"dice-2"}',
            "This line is of another format than nazh-fair-1.",
        ),
        (b'{"kind":"closed"}\n', "This line lacks “at”."),
        (b"\n\r\n\n", "The file is empty."),
        (b"{" * 300_000, "This line is far longer than any receipt."),
        (b"<html>" * 9, "This line is no receipt: it is not JSON."),
        (b"\n" * 2_000_000, "The file has more lines than receipts can have."),
    ],
)
async def test_a_file_without_receipts_gives_one_sentence(
    verifier: Verifier, content: bytes, answer: str
) -> None:
    await verifier.choose(content)

    await expect(verifier.status).to_contain_text(answer)
    await expect(verifier.page.locator("#report")).to_be_hidden()


async def test_lines_may_be_pasted(verifier: Verifier) -> None:
    session = sample_session()
    session.close()

    await verifier.page.get_by_role("button", name="Check").click()
    await expect(verifier.status).to_have_text(
        "Choose a file with receipts or a battle, or paste it."
    )

    await verifier.page.get_by_text("Paste it instead").click()
    await verifier.page.get_by_label("Lines of receipts, or the record of a battle").fill(
        "\n".join(session.lines) + "\n\n"
    )
    await verifier.page.get_by_role("button", name="Check").click()

    await expect(verifier.page.locator("#verdict-heading")).to_contain_text("Consistent")


async def test_an_editor_may_have_saved_the_file_in_its_own_way(verifier: Verifier) -> None:
    session = sample_session()
    session.close()

    await verifier.choose(b"\xef\xbb\xbf" + "\r\n".join((*session.lines, "", "")).encode())

    await expect(verifier.page.locator("#verdict-heading")).to_contain_text("Consistent")


async def test_a_file_may_be_dropped_and_looked_at_again(verifier: Verifier) -> None:
    session = sample_session()
    session.close()

    await verifier.page.evaluate(
        """(text) => {
            const dataTransfer = new DataTransfer();
            dataTransfer.items.add(new File([text], "receipts.jsonl"));
            document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true }));
        }""",
        "\n".join(session.lines),
    )
    await expect(verifier.page.locator("#verdict-heading")).to_contain_text("Consistent")

    await verifier.put_in(marks=f"2:{'0' * 8}")
    await verifier.page.get_by_role("button", name="Check").click()
    await expect(verifier.page.locator("#verdict-heading")).to_contain_text("Not what you saw")


async def test_user_input_stays_text(verifier: Verifier) -> None:
    session = SessionAtPlay(3)
    session.roll("<img src=x onerror=alert(1)>: 1d6")
    session.close()

    await verifier.check(session.lines)

    await expect(verifier.page.get_by_text("<img src=x onerror=alert(1)>")).to_be_visible()
    await expect(verifier.page.locator("img")).to_have_count(0)


async def test_a_long_check_lets_the_reader_act_and_can_be_cancelled(
    verifier: Verifier, tmp_path: Path
) -> None:
    file = tmp_path / NAME
    file.write_text(f"{sample_session().lines[2]}\n" * 150_000, "ascii")

    await verifier.choose_file(file)
    await expect(verifier.page.get_by_role("progressbar")).to_be_visible()
    await expect(verifier.status).to_have_text("Checking …")
    await verifier.page.get_by_role("button", name="Cancel").click()

    await expect(verifier.status).to_have_text("Cancelled. Nothing was checked to the end.")
    await expect(verifier.page.get_by_role("progressbar")).to_be_hidden()


async def test_thousands_of_entries_are_shown_a_hundred_at_a_time(verifier: Verifier) -> None:
    session = SessionAtPlay(5)
    for _ in range(2400):
        session.roll("1d20+5")
    session.close()
    page = verifier.page

    await verifier.check(session.lines)
    items = page.locator("ol.entries > li")
    await expect(items).to_have_count(100)
    await page.get_by_role("button", name="Later").click()
    await expect(page.get_by_text("101 to 200 of 2402")).to_be_visible()

    await page.get_by_label("Go to entry").fill("2345")
    await page.keyboard.press("Enter")
    await expect(page.locator("li:focus")).to_contain_text("2345")
    await expect(page.get_by_text("2301 to 2400 of 2402")).to_be_visible()

    await page.get_by_label("Go to entry").fill("9999")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("There is no entry 9999.")).to_be_visible()

    await page.get_by_label("Show").select_option("Player 1")
    await expect(items.first).to_contain_text("Player 1")


async def test_the_verdict_is_announced_and_focused(verifier: Verifier) -> None:
    session = sample_session()
    session.close()

    await verifier.check(session.lines, commitment=session.commitment)

    await expect(verifier.page.get_by_role("heading", name="Proven", exact=True)).to_be_focused()
    await expect(verifier.status).to_contain_text("Proven. All dice follow from the secret")
    await verifier.page.keyboard.press("Tab")
    await expect(verifier.page.get_by_label("Show")).to_be_focused()


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
@pytest.mark.parametrize(("width", "height"), [(390, 844), (1200, 860)])
async def test_the_verdict_stays_in_view(
    browser: Browser, width: int, height: int, motion: Motion
) -> None:
    session = SessionAtPlay(5)
    for _ in range(300):
        session.roll("1d20+5")
    session.close()
    async with opened(browser, width=width, height=height, motion=motion) as verifier:
        await verifier.check(session.lines)
        top, bottom = await verifier.verdict_box()
        assert 0 <= top < bottom <= height / 4

        # Further down in the report, and beside what is typed after the first check.
        await verifier.page.get_by_role("button", name="Later").scroll_into_view_if_needed()
        top, bottom = await verifier.verdict_box()
        assert 0 <= top < bottom <= height / 4
        await verifier.page.get_by_label("Go to entry").fill("150")
        await verifier.page.keyboard.press("Enter")
        top, bottom = await verifier.verdict_box()
        assert 0 <= top < bottom <= height / 4


async def test_the_commitment_can_be_given_after_the_file_by_keyboard_alone(
    verifier: Verifier,
) -> None:
    session = sample_session()
    session.close()
    page = verifier.page

    outcome = await verifier.check(session.lines)
    assert outcome.verdict.startswith("≈ Consistent, not proven")
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="Enter the commitment")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.locator("#commitment")).to_be_focused()
    await page.keyboard.type(session.commitment)
    await page.keyboard.press("Enter")

    await expect(page.get_by_role("heading", name="Proven", exact=True)).to_be_focused()
    assert (await verifier.outcome()).verdict.startswith("✓ Proven")


async def test_the_page_that_the_bot_serves_works_and_makes_no_requests(browser: Browser) -> None:
    session = sample_session()
    session.close()
    running = await RunningServer(routes=(VerifyPage(),)).open()

    async with opened(browser, address=f"{running.address}/verify.html") as verifier:
        outcome = await verifier.check(session.lines, commitment=session.commitment)
        assert await serious_violations(verifier.page) == []
    await running.server.stop()

    assert outcome.verdict.startswith("✓ Proven")


@pytest.mark.parametrize("scheme", SCHEMES)
async def test_it_is_accessible_on_a_phone(browser: Browser, scheme: Scheme) -> None:
    session = sample_session()
    session.close()
    forged = [line.replace('"ruleset":"nazh"', '"ruleset":"plain"', 1) for line in session.lines]
    async with opened(browser, scheme=scheme) as verifier:
        for lines in ([], session.lines, forged, session.lines[:-1]):
            if lines:
                await verifier.check(lines, marks=f"3:{'0' * 8}")
            assert await serious_violations(verifier.page) == []
            assert await width_needed(verifier.page) == 360
            assert await low_buttons(verifier.page, FINGER) == []


async def test_the_picture(browser: Browser, picture: Picture) -> None:
    session = sample_session()
    session.close()
    async with opened(browser, height=720) as verifier:
        mark = f"Proof 2 · {digest_of(session.lines[2])[:8]}"
        await verifier.check(session.lines, commitment=session.commitment, marks=mark)
        await verifier.verdict_box()

        screenshot = await verifier.page.screenshot(path=picture("verify-phone.png"))

        assert len(screenshot) < MAX_BYTES
