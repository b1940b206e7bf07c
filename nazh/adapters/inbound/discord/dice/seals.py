"""Seals: what fell, packed into a button's inscription that nobody else can write.

The faces become one big number, the number text, and a tag over all that matters goes before it.
Layout of the arguments: the ruleset's letter; the picked plot faces and a dot, where somebody has
picked; then base 85 of the tag, the least face, the spread of the faces and the number.
docs/adr/0005-buttons-carry-their-roll.md tells why.
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from nazh.adapters.inbound.discord.dice.messages import ShownRoll
from nazh.adapters.inbound.discord.errors import ForgedButton
from nazh.application.dice.fallen_dice import FallenDice
from nazh.domain.dice import RULESETS

TAG_BYTES: Final = 8
_PURPOSE: Final = b"nazh: what fell, in a button"
_LETTERS: Final = {"nazh": "n", "cosmere": "c", "plain": "p"}
_DOT: Final = "."  # not in base 85
_NAMES: Final = {letter: name for name, letter in _LETTERS.items()}


@dataclass(frozen=True, slots=True)
class Provenance:
    """Whose roll it is and which; Discord's word, not the client's."""

    origin: int
    roller: int


class Seals:
    """Writes and reads sealed inscriptions with a key made of a secret, such as the bot token."""

    def __init__(self, secret: str) -> None:
        self._key = hmac.digest(secret.encode(), _PURPOSE, "sha256")

    def seal(self, provenance: Provenance, fallen: FallenDice) -> str:
        """Return the arguments of a button that carries ``fallen``, as printable ASCII."""
        head = _LETTERS[fallen.ruleset.name]
        if any(fallen.picked):
            head = f"{head}{''.join(map(str, fallen.picked))}{_DOT}"
        packed = pack(fallen.faces)
        tag = self._tag(provenance, head, packed, fallen.notation)
        return head + base64.b85encode(tag + packed).decode()

    def open(self, arguments: str, provenance: Provenance, shown: ShownRoll) -> FallenDice:
        """Return what fell. Raises ForgedButton unless we sealed exactly this."""
        end = arguments.find(_DOT) + 1 or 1
        head = arguments[:end]
        try:
            sealed = base64.b85decode(arguments[end:])
        except ValueError as error:
            raise ForgedButton from error
        tag, packed = sealed[:TAG_BYTES], sealed[TAG_BYTES:]
        expected = self._tag(provenance, head, packed, shown.notation)
        if not hmac.compare_digest(tag, expected):
            raise ForgedButton
        ruleset = RULESETS[_NAMES[head[0]]]
        picked = tuple(map(int, head[1:-1]))
        return FallenDice(shown.notation, unpack(packed), ruleset, shown.comment, picked)

    def _tag(self, provenance: Provenance, head: str, packed: bytes, notation: str) -> bytes:
        # Only the notation, at the end, may hold a space: no two stories read the same.
        origin, roller = provenance.origin, provenance.roller
        story = f"{origin} {roller} {head} {packed.hex()} {notation}"
        return hmac.digest(self._key, story.encode(), "sha256")[:TAG_BYTES]


def pack(faces: Sequence[int]) -> bytes:
    """Return ``faces`` as bytes; a hundred d6 take about 36.

    The faces are digits of one number whose base is the spread of the faces; a leading 1 keeps
    the zeros at the front.
    """
    least = min(faces, default=0)
    base = max(faces, default=0) - least + 1
    number = 1
    for face in faces:
        number = number * base + face - least
    if base == 1:
        number = len(faces)
    return _varint(_zigzag(least)) + _varint(base) + number.to_bytes(number.bit_length() // 8 + 1)


def unpack(packed: bytes) -> tuple[int, ...]:
    """Return the faces in what ``pack`` wrote. Other bytes give nonsense, or ``ValueError``."""
    turned, rest = _read_varint(packed)
    base, rest = _read_varint(rest)
    least = turned >> 1 if turned % 2 == 0 else -(turned >> 1) - 1
    number = int.from_bytes(rest)
    if base == 1:
        return (least,) * number
    faces: list[int] = []
    while number > 1:
        number, digit = divmod(number, base)
        faces.append(digit + least)
    return tuple(reversed(faces))


def _zigzag(number: int) -> int:
    return number << 1 if number >= 0 else (-number << 1) - 1


def _varint(number: int) -> bytes:
    written = bytearray()
    while number > 127:
        written.append(number & 127 | 128)
        number >>= 7
    written.append(number)
    return bytes(written)


def _read_varint(packed: bytes) -> tuple[int, bytes]:
    number = 0
    for place, byte in enumerate(packed):
        number |= (byte & 127) << (7 * place)
        if byte < 128:
            return number, packed[place + 1 :]
    raise ValueError("a number without an end")
