"""Signs the dice of a roll in a button's custom_id, so that nobody else can create it.

The faces are packed into one big number, which is encoded as text after a tag over everything that
matters. The arguments are the ruleset's letter; the picked plot faces and a dot, if any were
picked; then in base 85 the tag, the least face, the range of the faces and the number. The reasons
are in docs/adr/0005-button-state-in-custom-ids.md.
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from nazh.adapters.inbound.discord.dice.rolling.shown_roll import ShownRoll
from nazh.adapters.inbound.discord.errors import InvalidComponent
from nazh.application.dice.rolling.message_rolls import MessageRoll
from nazh.domain.dice import RECORDED_RULESETS

TAG_BYTES: Final = 8
_KEY_PURPOSE: Final = b"nazh: what fell, in a button"
_RULESET_LETTERS: Final = {"nazh": "n", "nazh-2": "m", "cosmere": "c", "plain": "p"}
_SEPARATOR: Final = "."  # not in base 85
_RULESET_NAMES: Final = {letter: name for name, letter in _RULESET_LETTERS.items()}


@dataclass(frozen=True, slots=True)
class RollOrigin:
    """The id and the roller of a roll, as reported by Discord, not by the client."""

    origin: int
    roller: int


class StateSigner:
    """Signs and verifies custom_ids with a key derived from a secret, such as the bot token."""

    def __init__(self, secret: str) -> None:
        self._key = hmac.digest(secret.encode(), _KEY_PURPOSE, "sha256")

    def sign(self, roll_origin: RollOrigin, message_roll: MessageRoll) -> str:
        """Return the arguments of a button for ``message_roll``, as printable ASCII."""
        head = _RULESET_LETTERS[message_roll.ruleset.recorded_as]
        if any(message_roll.picked):
            head = f"{head}{''.join(map(str, message_roll.picked))}{_SEPARATOR}"
        packed = pack(message_roll.faces)
        tag = self._tag(roll_origin, head, packed, message_roll.notation)
        return head + base64.b85encode(tag + packed).decode()

    def verify(self, arguments: str, roll_origin: RollOrigin, shown: ShownRoll) -> MessageRoll:
        """Return the dice. Raises InvalidComponent unless the bot signed exactly these."""
        end = arguments.find(_SEPARATOR) + 1 or 1
        head = arguments[:end]
        try:
            signed = base64.b85decode(arguments[end:])
        except ValueError as error:
            raise InvalidComponent from error
        tag, packed = signed[:TAG_BYTES], signed[TAG_BYTES:]
        expected = self._tag(roll_origin, head, packed, shown.notation)
        if not hmac.compare_digest(tag, expected):
            raise InvalidComponent
        ruleset = RECORDED_RULESETS[_RULESET_NAMES[head[0]]]
        picked = tuple(map(int, head[1:-1]))
        return MessageRoll(shown.notation, unpack(packed), ruleset, shown.comment, picked)

    def _tag(self, roll_origin: RollOrigin, head: str, packed: bytes, notation: str) -> bytes:
        # Only the notation, at the end, may contain a space, so the signed text is unambiguous.
        origin, roller = roll_origin.origin, roll_origin.roller
        message = f"{origin} {roller} {head} {packed.hex()} {notation}"
        return hmac.digest(self._key, message.encode(), "sha256")[:TAG_BYTES]


def pack(faces: Sequence[int]) -> bytes:
    """Return ``faces`` as bytes; a hundred d6 take about 36.

    The faces are digits of one number whose base is the range of the faces; a leading 1 preserves
    leading zeros.
    """
    smallest = min(faces, default=0)
    base = max(faces, default=0) - smallest + 1
    number = 1
    for face in faces:
        number = number * base + face - smallest
    if base == 1:
        number = len(faces)
    return (
        _varint(_zigzag(smallest)) + _varint(base) + number.to_bytes(number.bit_length() // 8 + 1)
    )


def unpack(packed: bytes) -> tuple[int, ...]:
    """Return the faces from ``pack``. Other bytes give arbitrary faces, or ``ValueError``."""
    zigzagged, rest = _read_varint(packed)
    base, rest = _read_varint(rest)
    smallest = zigzagged >> 1 if zigzagged % 2 == 0 else -(zigzagged >> 1) - 1
    number = int.from_bytes(rest)
    if base == 1:
        return (smallest,) * number
    faces: list[int] = []
    while number > 1:
        number, digit = divmod(number, base)
        faces.append(digit + smallest)
    return tuple(reversed(faces))


def _zigzag(number: int) -> int:
    return number << 1 if number >= 0 else (-number << 1) - 1


def _varint(number: int) -> bytes:
    encoded = bytearray()
    while number > 127:
        encoded.append(number & 127 | 128)
        number >>= 7
    encoded.append(number)
    return bytes(encoded)


def _read_varint(packed: bytes) -> tuple[int, bytes]:
    number = 0
    for place, byte in enumerate(packed):
        number |= (byte & 127) << (7 * place)
        if byte < 128:
            return number, packed[place + 1 :]
    raise ValueError("a number without an end")
