"""Compares Nazh with its peers, and prints ratios (``python -m benchmarks``)."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Final

from benchmarks.report import Part, as_json, as_table, machine

PARTS: Final = (
    *("rng", "dice", "fair_rolls", "odds", "stores"),
    *("dominion", "dominion_postgresql", "dominion_beside", "battles"),
    *("keep", "bridges", "e2e", "http_interactions", "start"),
)
SECONDS: Final = 1.5
QUICK_SECONDS: Final = 0.15


def main() -> None:
    """Measure the requested parts and print the results."""
    arguments = _arguments()
    seconds = QUICK_SECONDS if arguments.quick else SECONDS
    parts: list[Part] = []
    for name in arguments.only or PARTS:
        measure: Callable[[float], Part] = import_module(f"benchmarks.{name}").measure
        part = measure(seconds)
        parts.append(part)
        if not arguments.json:
            print(as_table(part), end="\n\n", flush=True)
    if arguments.json:
        json.dump(as_json(parts), sys.stdout, indent=2, ensure_ascii=False)
        print()
    else:
        print(" · ".join(f"{property_name}: {value}" for property_name, value in machine().items()))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="script/bench",
        description="Compare Nazh with its peers, alternately in one run. A ratio says how many"
        " times cheaper Nazh is, unless its goal has a ≤.",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument(
        "--only", action="append", choices=PARTS, help="measure this part; may be repeated"
    )
    parser.add_argument(
        "--quick", action="store_true", help="shorter races: faster and less precise"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
