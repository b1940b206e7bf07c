"""Tests which keys encrypt stored secrets, and that a missing extra is told at the start."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace

import pytest

from nazh.adapters.inbound.cli.run import CannotRun
from nazh.adapters.inbound.settings import Secret, Settings
from nazh.adapters.inbound.settings.dominion import DominionSettings
from nazh.adapters.inbound.settings.keep import KeepSettings
from nazh.adapters.outbound.sealing.aes_gcm import AesGcmSealer
from nazh.adapters.outbound.sealing.dominion.war_secrets import SealedWarSecrets
from nazh.application.shared.key_ring import parse_key_ring
from nazh.application.shared.sealing import Sealer
from nazh.domain.dominion.wars.war import WarId
from nazh.wiring import sealer
from nazh.wiring.dominion.war_secrets import new_war_secrets
from tests.settings import SETTINGS

KEYS = f"a:{b64encode(bytes(range(32))).decode()}"
WITH_KEYS = replace(
    SETTINGS,
    context_sections=(KeepSettings(keys=Secret(KEYS)), DominionSettings(keys=Secret(KEYS))),
)


def password_sealer(settings: Settings) -> Sealer:
    return sealer.new_sealer(settings, "keep", settings.section(KeepSettings).keys)


@pytest.mark.parametrize(
    ("build", "context"), [(new_war_secrets, "dominion"), (password_sealer, "keep")]
)
def test_without_its_extra_a_context_does_not_start(
    monkeypatch: pytest.MonkeyPatch, build: Callable[[Settings], object], context: str
) -> None:
    monkeypatch.setattr(sealer, "find_spec", lambda name: None)

    with pytest.raises(CannotRun, match=f"The context {context} in NAZH_CONTEXTS needs the extra"):
        build(SETTINGS)


def test_passwords_are_encrypted_with_the_configured_key() -> None:
    sealed = password_sealer(WITH_KEYS).seal(b"hush", "place")

    assert AesGcmSealer(parse_key_ring(KEYS)).open(sealed, "place") == b"hush"


def test_secrets_of_battles_are_encrypted_with_the_configured_key() -> None:
    war = WarId(7)
    sealed = new_war_secrets(WITH_KEYS).commit(war).sealed_secret

    with_keys = SealedWarSecrets(AesGcmSealer(parse_key_ring(KEYS)))
    assert len(with_keys.open(sealed, war)) == 32


def test_what_was_encrypted_before_a_key_was_configured_still_opens() -> None:
    war = WarId(7)
    password = password_sealer(SETTINGS).seal(b"hush", "place")
    secret = new_war_secrets(SETTINGS).commit(war).sealed_secret

    assert password_sealer(WITH_KEYS).open(password, "place") == b"hush"
    assert len(new_war_secrets(WITH_KEYS).open(secret, war)) == 32
