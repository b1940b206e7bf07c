"""Tests the modules of the verification page: hashes, streams of dice, and parsing."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from random import Random

import pytest
import pytest_asyncio
from hypothesis import given, settings
from hypothesis.strategies import SearchStrategy
from playwright.async_api import Browser, Page, Route

from nazh.domain.dice.fair import commitment_of, fair_rng
from nazh.domain.dice.fair.checking import check
from nazh.domain.dice.notation import read_roll
from nazh.domain.kernel.errors import Refusal
from tests.browser.fair_sessions import SessionAtPlay
from tests.browser.forgeries import forgeries
from tests.unit.domain.dice.fair.test_tampering import careless_tampering, forged_chain
from tests.unit.domain.dice.strategies import garbled, notations, steady

DOCS = Path(__file__).parents[2] / "docs"
PARTS = DOCS / "verify"
VECTORS = json.loads((DOCS / "vectors" / "fair-rolls.json").read_text("utf-8"))
ORIGIN = "http://verify.test/"
# RFC 4231, cases 1 to 4, 6 and 7: key, message, HMAC-SHA-256.
HMACS = (
    (
        "0b" * 20,
        b"Hi There".hex(),
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
    ),
    (
        b"Jefe".hex(),
        b"what do ya want for nothing?".hex(),
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
    ),
    ("aa" * 20, "dd" * 50, "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"),
    (
        bytes(range(1, 26)).hex(),
        "cd" * 50,
        "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b",
    ),
    (
        "aa" * 131,
        b"Test Using Larger Than Block-Size Key - Hash Key First".hex(),
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
    ),
    (
        "aa" * 131,
        (
            b"This is a test using a larger than block-size key and a larger than block-size data."
            b" The key needs to be hashed before being used by the HMAC algorithm."
        ).hex(),
        "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2",
    ),
)
# FIPS 180-4's examples: one block, two blocks, nothing, and a million letters.
HASHES = (
    (b"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
        b"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
    ),
    (b"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    (b"a" * 1_000_000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
)


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser) -> AsyncIterator[Page]:
    """A page that can import the modules without a server."""
    context = await browser.new_context()
    page = await context.new_page()

    async def answer(route: Route) -> None:
        name = route.request.url.removeprefix(ORIGIN)
        body = (PARTS / name).read_text("utf-8") if name else "<!doctype html>"
        kind = "text/javascript" if name else "text/html"
        await route.fulfill(body=body, content_type=f"{kind}; charset=utf-8")

    await page.route("**/*", answer)
    await page.goto(ORIGIN)
    yield page
    await context.close()


async def evaluated(page: Page, part: str, script: str, argument: object) -> object:
    """Return the result of ``script`` for a module and an argument."""
    return await page.evaluate(
        f"async (input) => {{ const part = await import('./{part}.js'); return {script}; }}",
        argument,
    )


async def test_sha_256_matches_the_standard(page: Page) -> None:
    script = "input.map((digits) => part.hex(part.sha256(part.fromHex(digits))))"

    digests = await evaluated(page, "sha256", script, [message.hex() for message, _ in HASHES])

    assert digests == [digest for _, digest in HASHES]


async def test_hmac_matches_the_standard(page: Page) -> None:
    script = """input.map(([key, message]) =>
        part.hex(part.hmac(part.hmacKey(part.fromHex(key)), part.fromHex(message))))"""

    macs = await evaluated(page, "sha256", script, [[key, message] for key, message, _ in HMACS])

    assert macs == [mac for _, _, mac in HMACS]


async def test_hashes_of_every_length_are_those_of_python(page: Page) -> None:
    random = Random(1)
    keyed_messages = [(random.randbytes(n % 150), random.randbytes(n)) for n in range(300)]
    script = """input.map(([key, message]) => [
        part.hex(part.sha256(part.fromHex(message))),
        part.hex(part.hmac(part.hmacKey(part.fromHex(key)), part.fromHex(message)))])"""

    digests = await evaluated(
        page, "sha256", script, [[k.hex(), m.hex()] for k, m in keyed_messages]
    )

    assert digests == [
        [hashlib.sha256(m).hexdigest(), hmac.digest(k, m, "sha256").hex()]
        for k, m in keyed_messages
    ]


async def test_the_stream_of_a_throw_matches_of_page_even_with_rejected_numbers(
    page: Page,
) -> None:
    random = Random(2)
    # For some bounds nearly every second number is rejected.
    bounds = [
        random.choice((1, 2, 6, 20, 129, 256, 257, 10_000, 70_000, 2**31 + 1)) for _ in range(400)
    ]
    secret, mix, session = random.randbytes(32), random.randbytes(32), "0123456789abcdef"
    counter = 2**40 + 7
    arguments = [secret.hex(), session, mix.hex(), counter, bounds]
    script = """await (async ([secret, session, mix, counter, bounds]) => {
        const { fromHex, hmacKey } = await import('./sha256.js');
        const name = new TextEncoder().encode(session);
        const stream = new part.Stream(hmacKey(fromHex(secret)), name, fromHex(mix), counter);
        return bounds.map((bound) => stream.below(bound));
    })(input)"""

    drawn = await evaluated(page, "chance", script, arguments)

    rng = fair_rng(secret, session, mix, counter)
    assert drawn == [rng.below(bound) for bound in bounds]


async def test_the_first_number_of_the_uneven_rest_is_passed_over(page: Page) -> None:
    script = "part.Stream.prototype.below.call({ byte: () => input.shift() }, 3)"

    drawn = await evaluated(page, "chance", script, [255, 5])

    assert drawn == 2


async def test_the_commitment_matches_of_page(page: Page) -> None:
    secret = bytes(range(32))

    commitment = await evaluated(
        page, "checking", "part.commitmentOf(...input)", [secret.hex(), "0" * 16]
    )

    assert commitment == commitment_of(secret, "0" * 16)


def _understood(text: str) -> tuple[str, int] | None:
    try:
        plan = read_roll(text)
    except Refusal as refusal:
        # The page finds zero divisors only during evaluation.
        return None if refusal.code != "division_by_zero" else ("", 0)
    return plan.notation, plan.repeats


@pytest.mark.parametrize("texts", [notations, garbled])
async def test_a_text_is_read_and_refused_as_nazh_does(
    page: Page, texts: Callable[[], SearchStrategy[str]]
) -> None:
    rolls: list[str] = []

    @settings(steady, max_examples=1000, database=None)
    @given(texts())
    def collect(text: str) -> None:
        if _understood(text) != ("", 0):
            rolls.append(text)

    collect()
    script = """await (async () => {
        const { Unreadable } = await import('./limits.js');
        return input.map((text) => {
            try {
                const { notation, repeats } = part.readRoll(text);
                return [notation, repeats];
            } catch (error) {
                if (error instanceof Unreadable) return null;
                throw error;
            }
        });
    })()"""

    read = await evaluated(page, "notation", script, rolls)

    expected = [list(understood) if (understood := _understood(text)) else None for text in rolls]
    assert len(rolls) > 900
    assert isinstance(read, list)
    differs = [
        (text, mine, of_page)
        for text, mine, of_page in zip(rolls, expected, read, strict=True)
        if mine != of_page
    ]
    assert differs == []


async def lines_blamed(page: Page, files: Sequence[Sequence[bytes]]) -> list[list[int]]:
    """Return the numbers of the invalid lines of each file, from 1."""
    script = """await (async () => {
        const { fromHex } = await import('./sha256.js');
        return input.map((digits) => {
            const checking = part.check(fromHex(digits));
            let step = checking.next();
            while (!step.done) step = checking.next();
            const failing = step.value.links.filter((link) => link.faults.length > 0);
            return failing.map((link) => link.line + 1);
        });
    })()"""
    files_in_hex = [b"".join(line + b"\n" for line in lines).hex() for lines in files]
    blamed = await evaluated(page, "checking", script, files_in_hex)
    assert isinstance(blamed, list)
    return blamed


def lines_at_fault(lines: Sequence[bytes]) -> list[int]:
    return sorted({fault.line for fault in check(lines).faults})


async def test_it_blames_the_lines_that_nazh_blames(page: Page) -> None:
    planted = [planted.lines for planted in (*careless_tampering(), *forged_chain())]
    forged = [[line.encode() for line in forgery.lines] for forgery in forgeries(2)]
    files = [*planted, *forged]

    blamed = await lines_blamed(page, files)

    assert len(files) > 200
    assert blamed == list(map(lines_at_fault, files))


def slipped(seed: int) -> list[bytes]:
    """An honest session with a few characters changed, removed or added."""
    random = Random(seed)
    session = SessionAtPlay(seed)
    session.play([random.choice(("1d20+5", "é: 2d6[fire]", "dp", "2x1d6/1d2")) for _ in range(4)])
    session.close()
    text = "\n".join(session.lines)
    for _ in range(random.choice((1, 1, 1, 3))):
        at, cut = random.randrange(len(text)), random.choice((0, 1, 1, 3))
        slip = random.choice(("", "0", "7", '"', "{", ",", " ", "é", "\x00", "a"))
        text = text[:at] + slip + text[at + cut :]
    return text.encode().split(b"\n")


async def test_slips_in_any_character_are_found_where_nazh_finds_them(page: Page) -> None:
    files = [slipped(seed) for seed in range(400)]

    blamed = await lines_blamed(page, files)

    assert blamed == list(map(lines_at_fault, files))


async def test_the_vectors_of_the_document_hold(page: Page) -> None:
    lines = [line.encode() for line in VECTORS["session"]["lines"]]
    script = """await (async () => {
        const { fromHex, hmacKey } = await import('./sha256.js');
        return input.map(({ secret, session, mix, counter, bounds }) => {
            const name = new TextEncoder().encode(session);
            const stream = new part.Stream(hmacKey(fromHex(secret)), name, fromHex(mix), counter);
            return bounds.map((bound) => stream.below(bound));
        });
    })()"""

    drawn = await evaluated(page, "chance", script, VECTORS["integers"])

    assert drawn == [vector["integers"] for vector in VECTORS["integers"]]
    assert await lines_blamed(page, [lines]) == [[]]
