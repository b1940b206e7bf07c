"""Tests that secrets are sealed for one place, by a key ring, and no damaged value opens."""

from __future__ import annotations

import traceback
from base64 import b64encode, urlsafe_b64encode
from string import ascii_letters, digits

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nazh.adapters.outbound.sealing.aes_gcm import AesGcmSealer
from nazh.adapters.outbound.sealing.derived_key import with_key_of
from nazh.application.shared.key_ring import DERIVED, KeyRing, parse_key_ring
from nazh.application.shared.sealing import BrokenSeal, MissingKey, SealedValueError, Sealer

OLD = bytes(range(32))
NEW = bytes(range(200, 232))
BASE64 = ascii_letters + digits + "-_"
SECRET = b"hunter2-correct-horse"
PLACE = ("keep_server", "7", "password")


def text_of(**keys: bytes) -> str:
    return ",".join(f"{key_id}:{b64encode(key).decode()}" for key_id, key in keys.items())


def sealer(**keys: bytes) -> Sealer:
    return AesGcmSealer(parse_key_ring(text_of(**keys)))


@given(st.binary(max_size=2_000), st.lists(st.text(max_size=20), max_size=4))
def test_a_sealed_value_opens_in_its_place(secret: bytes, place: list[str]) -> None:
    seals = sealer(a=OLD)

    sealed = seals.seal(secret, *place)

    assert sealed.isascii()
    assert seals.open(sealed, *place) == secret


def test_the_same_secret_is_sealed_differently_each_time_and_never_shown() -> None:
    seals = sealer(a=OLD)

    values = {seals.seal(SECRET, *PLACE) for _ in range(100)}

    assert len(values) == 100
    assert not any(SECRET.decode() in value for value in values)


@pytest.mark.parametrize(
    "place",
    [
        ("keep_server", "8", "password"),
        ("keep_server", "7", "token"),
        ("keep_server", "7"),
        ("keep_server", "7", "password", ""),
        ("keep_server7", "", "password"),
        (),
    ],
)
def test_a_value_does_not_open_in_another_place(place: tuple[str, ...]) -> None:
    seals = sealer(a=OLD)
    sealed = seals.seal(SECRET, *PLACE)

    with pytest.raises(BrokenSeal):
        seals.open(sealed, *place)


def test_no_changed_or_cut_value_opens() -> None:
    seals = sealer(a=OLD, b=NEW)
    sealed = seals.seal(SECRET, *PLACE)
    changed = [
        sealed[:at] + other + sealed[at + 1 :]
        for at, character in enumerate(sealed)
        for other in "AZ_b.2é"
        if other != character
    ]
    changed += [sealed[:-1] + other for other in BASE64 if other != sealed[-1]]  # in unused bits
    cut = [sealed[:length] for length in range(len(sealed))]

    for value in (*changed, *cut, sealed + "=", sealed + "\n", " " + sealed):
        with pytest.raises(SealedValueError):
            seals.open(value, *PLACE)


def test_a_value_is_not_moved_to_another_key_id_with_the_same_key() -> None:
    seals = sealer(a=OLD, b=OLD)
    sealed = seals.seal(SECRET, *PLACE)

    with pytest.raises(BrokenSeal):
        seals.open(sealed.replace("1.a.", "1.b.", 1), *PLACE)


def test_rotation_reseals_and_then_needs_no_old_key() -> None:
    sealed = sealer(old=OLD).seal(SECRET, *PLACE)
    both = sealer(new=NEW, old=OLD)

    assert not both.is_current(sealed)
    renewed = both.seal(both.open(sealed, *PLACE), *PLACE)

    assert both.is_current(renewed)
    assert sealer(new=NEW).open(renewed, *PLACE) == SECRET


def test_a_lost_key_is_named() -> None:
    sealed = sealer(summer_2026=OLD).seal(SECRET, *PLACE)

    with pytest.raises(MissingKey, match=r"the key summer_2026, which is not configured"):
        sealer(new=NEW).open(sealed, *PLACE)


def test_a_key_id_with_another_key_does_not_open() -> None:
    sealed = sealer(a=OLD).seal(SECRET, *PLACE)

    with pytest.raises(BrokenSeal) as caught:
        sealer(a=NEW).open(sealed, *PLACE)

    trace = "".join(traceback.format_exception(caught.value)) + str(caught.value)
    assert SECRET.decode() not in trace


@pytest.mark.parametrize("encode", [b64encode, urlsafe_b64encode])
def test_keys_are_read_in_both_alphabets_and_without_padding(encode: object) -> None:
    key = b"\xfb\xff" * 16
    encoded = (b64encode if encode is b64encode else urlsafe_b64encode)(key).decode()

    assert parse_key_ring(f" a:{encoded} , b:{encoded.rstrip('=')}") == KeyRing(
        "a", {"a": key, "b": key}
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Key 1 must be written"),
        (b64encode(OLD).decode(), "Key 1 must be written"),
        (b64encode(OLD[:21]).decode(), "Key 1 must be written"),  # could be an id
        (f"a b:{b64encode(OLD).decode()}", "Key 1 must be written"),
        (f"{text_of(a=OLD)},", "Key 2 must be written"),
        (text_of(a=OLD) + "," + text_of(a=NEW), "Two keys have the id a"),
        (f"a:{b64encode(OLD[:31]).decode()}", "must be 32 bytes in base64"),
        (f"a:{b64encode(OLD + b'x').decode()}", "must be 32 bytes in base64"),
        ("a:é", "must be 32 bytes in base64"),
        ("a:", "must be 32 bytes in base64"),
    ],
)
def test_unreadable_keys_are_refused_and_never_shown(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=says) as caught:
        parse_key_ring(text)

    trace = "".join(traceback.format_exception(caught.value))
    assert b64encode(OLD[:31]).decode().rstrip("=") not in trace


def test_a_key_ring_does_not_show_its_keys() -> None:
    ring = parse_key_ring(text_of(a=OLD))

    assert repr(ring) == "KeyRing(current='a')"


def test_without_keys_the_one_of_the_token_seals() -> None:
    sealed = AesGcmSealer(with_key_of("token", None)).seal(SECRET, *PLACE)

    assert sealed.startswith(f"1.{DERIVED}.")
    assert AesGcmSealer(with_key_of("token", None)).open(sealed, *PLACE) == SECRET
    with pytest.raises(BrokenSeal):
        AesGcmSealer(with_key_of("another token", None)).open(sealed, *PLACE)


def test_a_configured_key_seals_and_the_token_key_still_opens() -> None:
    ring = with_key_of("token", parse_key_ring(text_of(a=OLD)))
    before = AesGcmSealer(with_key_of("token", None)).seal(SECRET, *PLACE)

    assert AesGcmSealer(ring).open(before, *PLACE) == SECRET
    assert not AesGcmSealer(ring).is_current(before)
    assert AesGcmSealer(ring).is_current(AesGcmSealer(ring).seal(SECRET, *PLACE))


def test_the_derived_key_stays_the_same_between_versions() -> None:
    # openssl kdf -keylen 32 -kdfopt digest:SHA256 -kdfopt key:"a token" \
    #   -kdfopt info:"nazh stored secrets" HKDF
    expected = "6b521055615db0d150fa525ef3b57be3f2feb7dd47498de846f52fb77c650875"

    assert with_key_of("a token", None).keys[DERIVED].hex() == expected


def test_no_configured_key_may_have_the_id_of_the_derived_one() -> None:
    with pytest.raises(ValueError, match="taken by the key of the bot's token"):
        parse_key_ring(text_of(token=OLD))
