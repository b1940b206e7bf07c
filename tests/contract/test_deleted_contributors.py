"""Tests the contract of ``World`` about contributions of users who then delete their data."""

from __future__ import annotations

import pytest

from nazh.domain.dominion.errors.general import ContributorDeleted
from nazh.domain.kernel.identity import UserId
from tests.contract.test_worlds import HOUR, START, Played, played, requester

__all__ = ("played",)
COOLDOWN = 4 * HOUR


async def test_deleting_ones_data_does_not_end_the_cooldown_of_a_contribution(
    played: Played,
) -> None:
    await played.register(requester(1), "Aurelia")
    await played.join(requester(2, user=11))
    await played.contribute(requester(3, user=11))

    await played.own_data.forget_user(UserId(11))
    await played.join(requester(4, user=11, at=START + HOUR))

    early, due = START + COOLDOWN - HOUR, START + COOLDOWN
    with pytest.raises(ContributorDeleted) as refused:
        await played.contribute(requester(5, user=11, at=early))
    assert refused.value.facts == {"name": "Aurelia", "when": due}
    assert (await played.contribute(requester(6, user=11, at=due))).added == 50


async def test_who_was_a_citizen_before_a_deletion_may_contribute(played: Played) -> None:
    await played.register(requester(1), "Aurelia")
    await played.join(requester(2, user=11))
    await played.join(requester(3, user=12))
    await played.contribute(requester(4, user=11, at=START + HOUR))

    await played.own_data.forget_user(UserId(11))

    assert (await played.contribute(requester(5, user=12, at=START + HOUR))).added == 50


async def test_a_deletion_does_not_concern_users_whose_last_contribution_is_known(
    played: Played,
) -> None:
    await played.register(requester(1), "Aurelia")
    for user in (11, 12):
        await played.join(requester(10 + user, user=user))
        await played.contribute(requester(20 + user, user=user))
    await played.leave(requester(5, user=12, at=START + HOUR))
    await played.contribute(requester(6, user=11, at=START + COOLDOWN))
    await played.own_data.forget_user(UserId(11))

    await played.join(requester(7, user=12, at=START + COOLDOWN))

    assert (await played.contribute(requester(8, user=12, at=START + COOLDOWN))).added == 50
