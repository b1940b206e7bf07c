"""The kernel that all contexts share: refusals, events, ids, randomness and text truncation."""
