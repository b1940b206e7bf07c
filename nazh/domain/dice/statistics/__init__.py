"""Calculates statistics of recorded rolls: counts of faces, luck, and fairness."""
