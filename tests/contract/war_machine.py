"""Plays random wars of five nations, and checks after every step what has to hold (section 6)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from fractions import Fraction
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule
from sqlalchemy import Connection, or_, select

from nazh.adapters.outbound.sql.dominion.tables import LEDGER
from nazh.adapters.outbound.sql.dominion.treaty_tables import ALLIANCES, PACTS
from nazh.adapters.outbound.sql.dominion.war_tables import BATTLES, WARS
from nazh.adapters.outbound.sql.timestamps import instant, microseconds
from nazh.application.dominion.ports import WorldSnapshot
from nazh.domain.dominion.combat.checking import differences, is_canonical, read_battle
from nazh.domain.dominion.combat.odds import win_probability
from nazh.domain.dominion.combat.sides import Role, Stance
from nazh.domain.dominion.nations.ledger import Reason
from nazh.domain.dominion.nations.nation import Nation
from nazh.domain.dominion.nations.units import unit_limit
from nazh.domain.dominion.wars.transitions import TRANSITIONS
from nazh.domain.dominion.wars.war import CasusBelli, Outcome, WarState
from tests.contract.test_world_invariants import NATIONS, WorldMachine, guilds

ARMY: Final = 9
"""Infantry of each nation at the beginning, which nearly all of its stock pays."""
LAND: Final = 100
"""Land of a new nation."""
AMOUNTS: Final = (0, 7, 50, 5_000)
FORBIDDING: Final = ("non_aggression", "mutual_defence")
LEFT_OUT: Final = (
    *("found", "rename", "join", "cancel"),
    *("appoint", "delegate", "revoke", "open_embassy"),
)
"""Rules of the world that have little to do with wars, and are not played."""
sides = st.sampled_from([role.value for role in Role])
War = Any
"""A row of a war."""


def _reachable() -> Mapping[WarState, frozenset[WarState]]:
    """Return which states a war can reach from each one, in any number of events."""
    reached = {state: {state} for state in WarState}
    for _ in WarState:
        for (before, _), after in TRANSITIONS.items():
            for states in reached.values():
                if before in states:
                    states.add(after)
    return {state: frozenset(states) for state, states in reached.items()}


REACHABLE: Final = _reachable()


class WarMachine(WorldMachine):
    """Plays the commands of the world, and many more of wars, peace, support and treaties."""

    ruleset, cooldown = "blitz", timedelta(minutes=30)

    def __init__(self) -> None:
        super().__init__()
        self.played: Counter[str] = Counter()
        self.wars: dict[int, War] = {}
        self.battles: dict[tuple[int, int], str] = {}
        self.land = 0
        self.founded: set[int] = set()
        self.stocks: dict[int, int] = {}
        self.returned: Counter[int] = Counter()

    def play(self, guild: int, user: int, words: str, /, **options: object) -> str | None:
        refusal = super().play(guild, user, words, **options)
        self.played[f"{words}: {refusal or 'done'}"] += 1
        if words == "military build" and refusal is None:
            self._check_order(guild)
        return refusal

    def _check_order(self, guild: int) -> None:  # INV-08
        snapshot = self.game.snapshot()
        assert snapshot is not None
        (nation,) = [
            snapshot_nation
            for snapshot_nation in snapshot.nations
            if snapshot_nation.guild == guild
        ]
        army = nation.military
        limit = unit_limit(snapshot.season.rules.military, nation.territory)
        assert army.size + army.ordered <= limit

    @initialize()
    def begin(self) -> None:
        """Found five nations with citizens and an army, after their protection."""
        for guild in range(1, NATIONS + 1):
            self.play(guild, 9 + guild, "nation register", name=f"Nation {guild}")
            for user in (9 + guild, 14 + guild, 19 + guild):
                self.play(guild, user, "citizen register")
            self.as_leader(guild, "military build", unit="infantry", quantity=ARMY)
        self.now += timedelta(hours=7)
        self.game.advance(self.now)

    @rule(seconds=st.sampled_from([0, 1, 59, 450, 1_800, 5_400, 11_250, 43_200]))
    def wait(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule(guild=guilds)
    def rest(self, guild: int) -> None:
        self.as_leader(guild, "nation vacation", days=1)

    @precondition(lambda self: self.open_wars())
    @rule(data=st.data(), seconds=st.sampled_from([-1, 0, 1, 1_800]))
    def wait_for_a_war(self, data: st.DataObject, seconds: int) -> None:
        """Wait until about the next step of a war, often without advancing the world first."""
        due = instant(data.draw(st.sampled_from(self.open_wars())).due_at)
        self.now = max(self.now, due + timedelta(seconds=seconds))

    @rule(
        guild=guilds,
        other=guilds,
        confirms=st.booleans(),
        reason=st.sampled_from([casus_belli.value for casus_belli in CasusBelli]),
    )
    def declare(self, guild: int, other: int, confirms: bool, reason: str) -> None:
        ids = {int(nation.guild): int(nation.id) for nation in self.nations()}
        pair = (ids.get(guild), ids.get(other))
        bound = self.game.run(self.game.database.read(lambda on: self._bound(on, pair)))
        options = {"nation": self.name_of(other), "reason": reason, "breaks_truce": confirms}
        refusal = self.as_leader_of(guild, "war declare", **options)
        if refusal is None:  # INV-10
            assert guild != other
            assert "alliance" not in bound
            assert confirms or not bound

    @rule(guild=guilds, other=guilds)
    def wage(self, guild: int, other: int) -> None:
        """Declare a war and accept it, as most wars begin."""
        options = {"nation": self.name_of(other), "breaks_truce": True}
        if self.as_leader_of(guild, "war declare", **options) is None:
            self.as_leader_of(other, "war accept", war=max(self.wars, default=0) + 1)

    @precondition(lambda self: self.open_wars())
    @rule(
        data=st.data(),
        side=sides,
        words=st.sampled_from(["accept", "accept", "accept", "decline", "withdraw", "surrender"]),
    )
    def answer(self, data: st.DataObject, side: str, words: str) -> None:
        war = data.draw(st.sampled_from(self.open_wars()))
        self.as_leader_of(self.guild_of(war, side), f"war {words}", war=war.id)

    @precondition(lambda self: self.open_wars())
    @rule(
        data=st.data(),
        side=sides,
        stance=st.sampled_from([None, *Stance]),
        text=st.sampled_from(["dice", "Würfel", "x" * 64, "x" * 65]),
    )
    def order(self, data: st.DataObject, side: str, stance: Stance | None, text: str) -> None:
        war = data.draw(st.sampled_from(self.open_wars()))
        guild = self.guild_of(war, side)
        if stance is None:
            self.as_leader_of(guild, "war nonce", war=war.id, text=text)
        else:
            self.as_leader_of(guild, "war stance", war=war.id, stance=stance.value)

    @precondition(lambda self: self.open_wars())
    @rule(data=st.data(), guild=guilds, side=sides)
    def support(self, data: st.DataObject, guild: int, side: str) -> None:
        war = data.draw(st.sampled_from(self.open_wars()))
        self.as_leader_of(guild, "war support", war=war.id, side=side)

    @precondition(lambda self: self.open_wars())
    @rule(data=st.data(), side=sides, amounts=st.tuples(*[st.sampled_from(AMOUNTS)] * 4))
    def offer_peace(
        self, data: st.DataObject, side: str, amounts: tuple[int, int, int, int]
    ) -> None:
        war = data.draw(st.sampled_from(self.open_wars()))
        names = ("give_resources", "give_territory", "ask_resources", "ask_territory")
        guild = self.guild_of(war, side)
        terms = dict(zip(names, amounts, strict=True))
        self.as_leader_of(guild, "war peace propose", war=war.id, **terms)

    @precondition(lambda self: any(war.offer_by for war in self.open_wars()))
    @rule(data=st.data(), side=sides, words=st.sampled_from(["accept", "reject"]))
    def answer_peace(self, data: st.DataObject, side: str, words: str) -> None:
        offered = [war for war in self.open_wars() if war.offer_by]
        war = data.draw(st.sampled_from(offered))
        self.as_leader_of(self.guild_of(war, side), f"war peace {words}", war=war.id)

    @rule(guild=guilds, other=guilds, kind=st.sampled_from(["alliance", "pact"]))
    def agree(self, guild: int, other: int, kind: str) -> None:
        """Propose a treaty and accept it, which two random commands hardly ever do."""
        options: dict[str, object] = {} if kind == "alliance" else {"type": "mutual_defence"}
        for signatory, words in ((guild, "propose"), (other, "accept")):
            nation = self.name_of(other if signatory == guild else guild)
            self.as_leader_of(signatory, f"diplomacy {kind} {words}", nation=nation, **options)

    def as_leader_of(self, guild: int, words: str, /, **options: object) -> str | None:
        """Play a command as the leader of the nation, and return the code of its refusal."""
        snapshot = self.game.snapshot()
        leaders = {nation.guild: nation.leader for nation in snapshot.nations} if snapshot else {}
        return self.play(guild, leaders.get(guild) or 10, words, **options)  # type: ignore[call-overload]  # guilds are integers

    def nations(self) -> tuple[Nation, ...]:
        snapshot = self.game.snapshot()
        return snapshot.nations if snapshot else ()

    def name_of(self, guild: int) -> str:
        return next((nation.name for nation in self.nations() if nation.guild == guild), "Nobody")

    def guild_of(self, war: War, side: str) -> int:
        nation = getattr(war, side)
        return next(
            (int(nation_row.guild) for nation_row in self.nations() if nation_row.id == nation), 1
        )

    def open_wars(self) -> list[War]:
        return [war for war in self.wars.values() if war.state != WarState.CONCLUDED.value]

    def _bound(self, on: Connection, pair: tuple[int | None, int | None]) -> set[str]:
        """Return the treaties and truces that forbid a war between two nations now."""
        now = microseconds(self.now)

        def is_between(one: Any, two: Any) -> Any:
            return or_((one == pair[0]) & (two == pair[1]), (one == pair[1]) & (two == pair[0]))

        alliances = select(ALLIANCES).where(
            is_between(ALLIANCES.c.first, ALLIANCES.c.second), ALLIANCES.c.ended_at.is_(None)
        )
        pacts = select(PACTS.c.kind).where(
            is_between(PACTS.c.first, PACTS.c.second),
            PACTS.c.kind.in_(FORBIDDING),
            or_(PACTS.c.ends_at.is_(None), PACTS.c.ends_at > now),
        )
        truces = select(WARS.c.id).where(
            is_between(WARS.c.aggressor, WARS.c.defender),
            WARS.c.truce == "in_force",
            WARS.c.truce_until > now,
        )
        kinds = {"alliance": alliances, "pact": pacts, "truce": truces}
        return {kind for kind, query in kinds.items() if on.execute(query).first()}

    @invariant()
    def wars_keep_their_rules(self) -> None:
        self.played[STEP] += 1
        snapshot = self.game.snapshot()
        if snapshot is not None:
            self.game.run(self.game.database.read(lambda on: self._check_wars(on, snapshot)))

    def _check_wars(self, on: Connection, taken: WorldSnapshot) -> None:
        rows = {row.id: row for row in on.execute(select(WARS))}
        self._check_states(rows)
        self._check_offers(on, rows, taken)
        self._check_battles(on, rows)
        self._check_armies(taken)
        self._check_land(rows, taken)
        self._check_odds(taken)
        self.played["war declared"] += len(rows.keys() - self.wars.keys())
        for number, war in rows.items():
            if war.outcome and (number not in self.wars or not self.wars[number].outcome):
                self.played[f"war ended: {war.outcome}"] += 1
        self.wars = rows

    def _check_states(self, rows: Mapping[int, War]) -> None:  # INV-06, INV-10
        for number, war in rows.items():
            assert war.aggressor != war.defender
            state = WarState(war.state)
            assert (war.outcome is not None) == (state is WarState.CONCLUDED)
            if state in (WarState.PREPARATION, WarState.ACTIVE):
                assert war.commitment is not None
            before = self.wars.get(number)
            if before is None:
                continue
            assert state in REACHABLE[WarState(before.state)]
            assert before.commitment in (None, war.commitment)
            if before.state == WarState.CONCLUDED.value:
                assert (before.outcome, before.winner) == (war.outcome, war.winner)

    def _check_offers(
        self, on: Connection, rows: Mapping[int, War], taken: WorldSnapshot
    ) -> None:  # INV-01, INV-03, INV-04
        booked: dict[tuple[int, str], dict[Reason, int]] = {}
        returned: Counter[int] = Counter()
        reasons = (Reason.PEACE_OFFER, Reason.PEACE_RETURN, Reason.PEACE_LOSS, Reason.PEACE_GAIN)
        query = select(LEDGER).where(
            LEDGER.c.reason.in_([offer_reason.value for offer_reason in reasons])
        )
        for row in on.execute(query):
            entries = booked.setdefault((row.nation, row.cause), {})
            reason = Reason(row.reason)
            assert reason not in entries
            entries[reason] = row.amount
            returned[row.nation] += reason is Reason.PEACE_RETURN
        for war in rows.values():
            is_open = war.offer_by is not None
            assert not (is_open and war.state == WarState.CONCLUDED.value)
            for number in range(1, war.offers + 1):
                booked_amounts = {
                    nation: booked.get((nation, f"war {war.id} peace {number}"), {})
                    for nation in (war.aggressor, war.defender)
                }
                self._check_offer(war, number, booked_amounts, is_open and number == war.offers)
        for nation in taken.nations:
            capacity = nation.capacity(taken.season.rules.resources)
            if nation.resources > capacity:
                is_new = returned[nation.id] > self.returned[nation.id]
                assert is_new or nation.resources <= self.stocks.get(nation.id, 0)
        self.returned = returned
        self.stocks = {
            snapshot_nation.id: snapshot_nation.resources for snapshot_nation in taken.nations
        }

    def _check_offer(
        self,
        war: War,
        number: int,
        amounts_by_nation: Mapping[int, Mapping[Reason, int]],
        is_open: bool,
    ) -> None:
        offered = -sum(amounts.get(Reason.PEACE_OFFER, 0) for amounts in amounts_by_nation.values())
        returned = sum(
            amounts.get(Reason.PEACE_RETURN, 0) for amounts in amounts_by_nation.values()
        )
        gained = sum(amounts.get(Reason.PEACE_GAIN, 0) for amounts in amounts_by_nation.values())
        paid = offered - sum(
            amounts.get(Reason.PEACE_LOSS, 0) for amounts in amounts_by_nation.values()
        )
        is_made = war.outcome == Outcome.PEACE.value and number == war.offers
        if is_open:
            assert offered == war.gives_resources
            assert (returned, gained) == (0, 0)
        elif is_made:
            assert returned == 0
            assert gained <= paid
        else:
            assert returned == offered
            assert (gained, paid) == (0, offered)

    def _check_battles(self, on: Connection, rows: Mapping[int, War]) -> None:
        # INV-05, INV-06, INV-08, INV-09
        records = {(row.war, row.round): row.record for row in on.execute(select(BATTLES))}
        for key, record in self.battles.items():
            assert key[0] not in rows or records[key] == record
        assert len({war for war, _ in records}) == len(records)
        for (number, _), record in records.items():
            war = rows[number]
            assert war.outcome == Outcome.VICTORY.value
            if (number, 1) in self.battles:
                continue
            battle, stored = read_battle(record)
            assert battle.commitment == war.commitment
            assert not differences(stored, battle)
            assert is_canonical(record, battle)
            _check_record(stored, war)
        fought = {war for war, _ in records}
        assert fought == {row.id for row in rows.values() if row.outcome == Outcome.VICTORY.value}
        self.battles = records

    def _check_armies(self, taken: WorldSnapshot) -> None:  # INV-08
        for nation in taken.nations:
            assert all(units.quantity >= 0 for units in nation.military.units.values())

    def _check_land(self, rows: Mapping[int, War], taken: WorldSnapshot) -> None:  # INV-09
        least = taken.season.rules.combat.least_territory
        assert all(nation.territory >= min(least, LAND) for nation in taken.nations)
        aside = sum(war.gives_territory or 0 for war in rows.values())
        land = aside + sum(nation.territory for nation in taken.nations)
        ids = {int(nation.id) for nation in taken.nations}
        assert land <= self.land + LAND * len(ids - self.founded)
        self.land = land
        self.founded |= ids

    def _check_odds(self, taken: WorldSnapshot) -> None:  # INV-25
        rules = taken.season.rules
        armies = [nation.military.strength(rules.military) for nation in taken.nations[:2]]
        if len(armies) < 2 or 0 in armies:
            return
        own, other = armies
        variance = rules.combat.variance
        odds = win_probability(own, other, variance)
        mirrored = win_probability(other, own, variance)
        ties = 1 - odds - mirrored
        assert 0 <= ties <= Fraction(1, 2 * variance + 1)
        assert win_probability(own + 1, other, variance) >= odds

    def teardown(self) -> None:
        PLAYED.update(self.played)
        super().teardown()


for _name in LEFT_OUT:
    setattr(WarMachine, _name, None)
STEP: Final = "steps"
PLAYED: Final[Counter[str]] = Counter()
"""What all machines of this process have played, and what became of it."""


def _check_record(record: Mapping[str, Any], war: War) -> None:
    spoils, result = record["spoils"], record["result"]
    assert record["war"] == war.id
    assert result["winner"] == war.winner
    assert 0 <= spoils["captured"] <= spoils["territory_lost"]
    assert 0 <= spoils["plunder"] <= spoils["resources_lost"]
    assert war.captured <= spoils["captured"]
    for role in Role:
        units, fared = record[role.value]["units"], result[role.value]
        for unit, lost in fared["losses"].items():
            assert 0 <= lost <= units[unit][0]
        pledged = [supporter["units"] for supporter in record[role.value]["supporters"]]
        for committed, losses in zip(pledged, fared["supporters"], strict=True):
            assert all(0 <= lost <= committed[unit][0] for unit, lost in losses.items())
