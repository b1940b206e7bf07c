"""Plain heads: what Discord and proxies write is read, and nothing that has two meanings."""

from __future__ import annotations

import pytest

from nazh.adapters.inbound.discord.plain_heads import Head, NotPlain, read_head

START = b"POST /interactions HTTP/1.1"
NEEDED = (b"Content-Type: application/json", b"Content-Length: 12", b"Host: nazh.example")


def written(*lines: bytes, start: bytes = START) -> bytes:
    return b"\r\n".join((start, *lines)) + b"\r\n\r\n"


def test_it_says_what_came_and_where_the_body_begins() -> None:
    data = written(
        *NEEDED,
        b"X-Signature-Ed25519: 00ff \t",
        b"X-Signature-Timestamp:1700000000",
    )

    assert read_head(b"before" + data, 6) == Head(6 + len(data), 12, b"00ff", b"1700000000")


def test_large_and_small_letters_mean_the_same() -> None:
    shouted = written(
        b"CONTENT-TYPE: Application/JSON; Charset=UTF-8",
        b"content-length: 12",
        b"hOST: nazh.example",
        b"CONNECTION: Keep-Alive",
        b"x-signature-ED25519: 00FF",
    )

    assert read_head(shouted) == Head(len(shouted), 12, b"00ff", None)


def test_headers_that_say_nothing_to_us_may_come_twice_and_be_empty() -> None:
    data = written(b"X-Forwarded-For: 10.0.0.1", b"X-Forwarded-For:", *NEEDED, b"X-Colons: a:b:c")

    assert read_head(data).length == 12


@pytest.mark.parametrize(
    "lines",
    [
        (),
        NEEDED[1:],
        (NEEDED[0], NEEDED[2]),
        NEEDED[:2],
        (*NEEDED, NEEDED[1]),
        (*NEEDED, NEEDED[2]),
        (*NEEDED, b"Connection: close"),
        (*NEEDED, b"Connection: keep-alive", b"Connection: close"),
        (*NEEDED, b"TRANSFER-ENCODING: chunked"),
        (*NEEDED, b"Expect: 100-continue"),
        (*NEEDED, b"no colon"),
        (*NEEDED, b": no name"),
        (*NEEDED, b"Two Words: x"),
        (*NEEDED, b"Length : 3"),
        (*NEEDED, b" folded: x"),
        (*NEEDED, b"Zero: \0"),
        (*NEEDED, b"Lone: a\rb"),
        (*NEEDED, b"Lone: a\nContent-Length: 3"),
        (*NEEDED, b"Latin: \xe9"),
        (NEEDED[0], NEEDED[2], b"Content-Length: +12"),
        (NEEDED[0], NEEDED[2], b"Content-Length: 99999999"),
        (NEEDED[0], NEEDED[2], b"Content-Length: 1 2"),
    ],
    ids=lambda lines: repr(lines[-1:]),
)
def test_whatever_else_it_may_be_it_is_not_plain(lines: tuple[bytes, ...]) -> None:
    with pytest.raises(NotPlain):
        read_head(written(*lines))


@pytest.mark.parametrize("start", [b"GET /interactions HTTP/1.1", START[:-1] + b"0", START + b" "])
def test_another_first_line_is_not_plain(start: bytes) -> None:
    with pytest.raises(NotPlain):
        read_head(written(*NEEDED, start=start))
