"""Opens embassies in other nations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from nazh.domain.dominion.diplomacy.treaties import Signatory, pair_of
from nazh.domain.dominion.errors.diplomacy import EmbassyExists, TooManyEmbassies
from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.dominion.rules.diplomacy import DiplomacyRules


@dataclass(frozen=True, slots=True)
class Embassy:
    """An embassy that a nation opened in another one, in a season."""

    owner: NationId
    host: NationId
    season: int
    opened_at: datetime

    @property
    def cause(self) -> str:
        """The cause recorded with changes of resources and reputation."""
        return f"embassy {self.owner}-{self.host}"


def open_embassy(
    own: Signatory,
    host: Signatory,
    existing: Sequence[Embassy],
    season: int,
    at: datetime,
    rules: DiplomacyRules,
) -> tuple[Embassy, bool]:
    """Return the embassy, and whether it earns reputation (DIP-07).

    ``existing`` are the embassies of ``own``. Raises OwnNation, EmbassyExists and TooManyEmbassies.
    The caller spends the price.
    """
    pair_of(own.id, host.id)
    if any(embassy.host == host.id for embassy in existing):
        raise EmbassyExists(host.name)
    if len(existing) >= rules.most_embassies:
        raise TooManyEmbassies(rules.most_embassies)
    honored = sum(embassy.season == season for embassy in existing)
    return Embassy(own.id, host.id, season, at), honored < rules.honored_embassies
