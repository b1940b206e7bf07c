"""The kernel that every context shares: refusals, events, ids, randomness and cutting texts."""
