"""Checks records of battles with the standard library alone, from docs/battles.md."""

from __future__ import annotations

import hmac
import json
from hashlib import sha256
from math import isqrt
from typing import Any

TYPES = ("infantry", "armor", "aircraft", "naval")


def share(amount: int, basis_points: int) -> int:
    return amount * basis_points // 10_000


def strength(units: dict[str, list[int]], rules: Any) -> int:
    worth, bonus = rules["strengths"], rules["upgrade_bonus"]
    return sum(share(n * worth[unit], 10_000 + bonus * level) for unit, (n, level) in units.items())


def variances(record: Any) -> list[int]:
    secret, session = bytes.fromhex(record["secret"]), f"{record['war']:016x}".encode()
    mix = sha256(b"nazh-battle-1 mix\n" + session).digest()
    for person, role in ((1, "aggressor"), (2, "defender")):
        if (nonce := record[role]["nonce"]) is not None:
            words = sha256(nonce.encode()).digest()
            mix = sha256(mix + person.to_bytes(4, "big") + words).digest()
    start = b"nazh-battle-1 roll\n" + session + mix + record["round"].to_bytes(8, "big")
    stream = b"".join(
        hmac.digest(secret, start + block.to_bytes(4, "big"), "sha256") for block in range(20)
    )
    variance = record["rules"]["variance"]
    values = 2 * variance + 1
    size = max(1, ((values - 1).bit_length() + 7) // 8)
    numbers = (int.from_bytes(stream[at : at + size], "big") for at in range(0, len(stream), size))
    fair = [n for n in numbers if n < 256**size - 256**size % values]
    return [n % values - variance for n in fair[:2]]


def modifiers(side: Any, *, defends: bool, rules: Any) -> dict[str, int]:
    own, committed = strength(side["units"], rules), 0
    for supporter in side["supporters"]:
        added = share(
            strength(supporter["units"], rules), supporter.get("commits", rules["support"])
        )
        committed += added * rules["bloc_size"] // max(rules["bloc_size"], supporter["bloc"])
    stances = {
        "aggressive": rules["aggressive_bonus"],
        "balanced": 0,
        "defensive": rules["defensive_bonus"] if defends else -rules["defensive_penalty"],
    }
    return {
        "terrain": rules["terrain"] if defends else 0,
        "support": min(rules["most_support"], committed * 10_000 // own) if own else 0,
        "stance": stances[side["stance"]],
        "fortification": rules["fortification"] if defends and side["is_fortified"] else 0,
    }


def lost(units: dict[str, int], rate: int) -> dict[str, int]:
    rate = min(rate, 10_000)
    losses = {unit: share(units[unit], rate) for unit in TYPES if unit in units}
    missing = share(sum(units.values()), rate) - sum(losses.values())
    by_remainder = sorted(losses, key=lambda unit: -(units[unit] * rate % 10_000))
    for unit in by_remainder[:missing]:
        losses[unit] += 1
    return losses


def expected(record: Any) -> Any:
    """Return the result and the spoils that follow from the rest of a record."""
    rules, drawn = record["rules"], variances(record)
    fared: Any = {}
    for role, variance in zip(("aggressor", "defender"), drawn, strict=True):
        own = modifiers(record[role], defends=role == "defender", rules=rules)
        base = strength(record[role]["units"], rules)
        final = base * (10_000 + sum(own.values())) * (10_000 + variance)
        fared[role] = {"base": base, "modifiers": own, "variance": variance, "final": final}
    finals = {role: fared[role]["final"] for role in fared}
    winner = "aggressor" if finals["aggressor"] > finals["defender"] else "defender"
    most, worse = rules["most_winner_casualties"], min(finals.values())
    rate = isqrt(most**2 * worse**3 // finals[winner] ** 3) if finals[winner] else most
    rate = min(max(rate, rules["least_winner_casualties"]), most)
    for role, side in fared.items():
        side_record = record[role]
        scale = {"balanced": 10_000}.get(side_record["stance"]) or rules[
            f"{side_record['stance']}_casualties"
        ]
        own_rate = share(rate if role == winner else rules["loser_casualties"], scale)
        side["casualty_rate"] = own_rate
        side["losses"] = lost({unit: n for unit, (n, _) in side_record["units"].items()}, own_rate)
        side["supporters"] = [
            lost({u: share(n, part) for u, (n, _) in supporter["units"].items()}, own_rate)
            for supporter in side_record["supporters"]
            for part in [supporter.get("commits", rules["support"])]
        ]
    stakes = record["stakes"]
    exposed, land = max(0, stakes["resources"] - rules["vault"]), stakes["territory"]
    gains = rules["inactive_gains"] if stakes["is_inactive"] else 10_000
    land_lost = min(share(land, rules["territory_lost"]), max(0, land - rules["least_territory"]))
    k, captured = stakes["captures"], 0
    if stakes["victories"] < rules["rewarded_victories"]:
        divisor = 10_000 * rules["capture_difficulty"] ** k
        captured = land * rules["capture"] * 10_000**k // divisor
    spoils = {
        "resources_lost": share(exposed, rules["resources_lost"]),
        "plunder": share(share(exposed, rules["plunder"]), gains),
        "territory_lost": land_lost,
        "captured": min(share(captured, gains), land_lost),
    }
    return {"result": {"winner": winner, **fared}, "spoils": spoils}


def is_right(line: str) -> bool:
    """Return whether a record is right, and its commitment that of its secret."""
    record = json.loads(line)
    session = f"{record['war']:016x}".encode()
    secret = bytes.fromhex(record["secret"])
    commitment = sha256(b"nazh-battle-1 commitment\n" + session + b"\n" + secret).hexdigest()
    computed = expected(record)
    digest = record.pop("digest")
    record_text = json.dumps(record, sort_keys=True, separators=(",", ":"))
    return bool(
        record["commitment"] == commitment
        and {name: record[name] for name in computed} == computed
        and sha256(record_text.encode()).hexdigest() == digest
    )
