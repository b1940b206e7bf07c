"""Runs ``nazh`` with the toy context, which the one line below registers."""

from __future__ import annotations

import sys

from nazh.__main__ import main
from nazh.wiring.contexts import CONTEXTS
from tests.toy.entry import TOY

CONTEXTS["toy"] = TOY

if __name__ == "__main__":
    sys.exit(main())
