"""Runs ``nazh keep faces`` with short delays, and quarantines a face after three restarts."""

from __future__ import annotations

import sys
from pathlib import Path

from nazh.domain.keep.faces import RestartPolicy
from nazh.wiring.keep.faces import run_faces

POLICY = RestartPolicy(first_delay=0.05, longest_delay=0.2, most_restarts=3)

if __name__ == "__main__":
    sys.exit(run_faces(Path(sys.argv[1]), POLICY))
