"""What every context agrees on: refusals, facts, identities and chance."""
