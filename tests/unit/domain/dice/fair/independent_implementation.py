"""A second implementation of fair rolls, written only from the standards and docs/fair-rolls.md.

SHA-256 follows FIPS 180-4 and HMAC RFC 2104. It imports no implementation of either, and nothing of
Nazh, so that agreement with it is agreement with the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import isqrt

Json = dict[str, object]
_32_BITS = 0xFFFFFFFF


def sha256(message: bytes) -> bytes:
    """FIPS 180-4, sections 5.1.1, 5.2.1, 5.3.3 and 6.2."""
    padded = message + b"\x80" + bytes((55 - len(message)) % 64) + (8 * len(message)).to_bytes(8)
    state = _INITIAL
    for start in range(0, len(padded), 64):
        state = _compressed(state, padded[start : start + 64])
    return b"".join(word.to_bytes(4) for word in state)


def _compressed(state: tuple[int, ...], block: bytes) -> tuple[int, ...]:
    w = [int.from_bytes(block[4 * t : 4 * t + 4]) for t in range(16)]
    for t in range(16, 64):
        s0 = _turned(w[t - 15], 7) ^ _turned(w[t - 15], 18) ^ w[t - 15] >> 3
        s1 = _turned(w[t - 2], 17) ^ _turned(w[t - 2], 19) ^ w[t - 2] >> 10
        w.append((w[t - 16] + s0 + w[t - 7] + s1) & _32_BITS)
    a, b, c, d, e, f, g, h = state
    for t in range(64):
        sum1 = _turned(e, 6) ^ _turned(e, 11) ^ _turned(e, 25)
        t1 = h + sum1 + (e & f ^ ~e & g) + _CONSTANTS[t] + w[t]
        sum0 = _turned(a, 2) ^ _turned(a, 13) ^ _turned(a, 22)
        t2 = sum0 + (a & b ^ a & c ^ b & c)
        a, b, c, d, e, f, g, h = (t1 + t2) & _32_BITS, a, b, c, (d + t1) & _32_BITS, e, f, g
    after = (a, b, c, d, e, f, g, h)
    return tuple((old + new) & _32_BITS for old, new in zip(state, after, strict=True))


def _turned(word: int, by: int) -> int:
    return word >> by | word << 32 - by & _32_BITS


def _primes() -> Iterator[int]:
    primes_found: list[int] = []
    for number in range(2, 312):
        if all(number % prime for prime in primes_found):
            primes_found.append(number)
            yield number


def _cube_root(number: int) -> int:
    low, high = 0, 1 << 40
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if middle**3 <= number else (low, middle)
    return low


# The first 32 bits of the fractional parts of square and cube roots of the first primes.
_INITIAL = tuple(isqrt(prime << 64) & _32_BITS for prime in list(_primes())[:8])
_CONSTANTS = tuple(_cube_root(prime << 96) & _32_BITS for prime in _primes())


def hmac_sha256(key: bytes, message: bytes) -> bytes:
    """RFC 2104, section 2."""
    if len(key) > 64:
        key = sha256(key)
    key = key.ljust(64, b"\0")
    inner = bytes(byte ^ 0x36 for byte in key)
    outer = bytes(byte ^ 0x5C for byte in key)
    return sha256(outer + sha256(inner + message))


def commitment(session: str, secret: bytes) -> str:
    return sha256(b"nazh-fair-1 commitment\n" + session.encode() + b"\n" + secret).hex()


def first_mix(session: str) -> bytes:
    return sha256(b"nazh-fair-1 mix\n" + session.encode())


def mixed(mix: bytes, player: int, words: bytes) -> bytes:
    return sha256(mix + player.to_bytes(4) + words)


def block(secret: bytes, session: str, mix: bytes, counter: int, place: int) -> bytes:
    start = b"nazh-fair-1 roll\n" + session.encode() + mix
    return hmac_sha256(secret, start + counter.to_bytes(8) + place.to_bytes(4))


def integers(secret: bytes, session: str, mix: bytes, counter: int, bounds: list[int]) -> list[int]:
    """The integers of one use of chance, each below its bound."""
    stream, place, results = b"", 0, []
    for bound in bounds:
        size = next(size for size in range(1, 100) if bound <= 256**size)
        while True:
            while len(stream) < size:
                stream += block(secret, session, mix, counter, place)
                place += 1
            number, stream = int.from_bytes(stream[:size]), stream[size:]
            if number < 256**size - 256**size % bound:
                break
        results.append(number % bound)
    return results
