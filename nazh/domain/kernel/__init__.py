"""The kernel that every context shares: refusals, events, ids and randomness."""
