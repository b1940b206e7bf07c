"""Tests how alerts to developers are worded."""

from __future__ import annotations

from nazh.adapters.inbound.texts.dominion.operations.alerts import SHOWN, compose_alerts
from nazh.adapters.inbound.texts.languages import ENGLISH
from nazh.application.dominion.alerts import Alert, AlertKind, alert_payload
from tests.conftest import CheckGolden


def test_alerts_say_what_is_wrong_and_what_to_do(check_golden: CheckGolden) -> None:
    alerts = [
        Alert(AlertKind.NATION_PARKED, "12", "ValueError"),
        Alert(AlertKind.WAR_PARKED, "7", "BrokenWarRow"),
        Alert(AlertKind.CLOCK_BEHIND, "clock", "1:00:00"),
        Alert(AlertKind.INVARIANT_BROKEN, "ledger", "3"),
        Alert(AlertKind.JOB_FAILED, "rank_nations", "KeyError"),
    ]
    many = [Alert(AlertKind.NATION_PARKED, f"{n}", "KeyError") for n in range(SHOWN + 2)]
    messages = [
        compose_alerts(list(map(alert_payload, some)), ENGLISH)
        for some in (alerts, [alerts[0], alerts[0]], many)
    ]

    assert {(message.embeds, message.roles) for message in messages} == {((), ())}
    assert all(len(message.text) <= 2_000 for message in messages)
    check_golden(
        "texts/dominion_alerts.txt", "\n\n".join(message.text for message in messages) + "\n"
    )
