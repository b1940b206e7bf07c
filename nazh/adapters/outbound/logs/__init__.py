"""The log: one form for everybody's records, no secrets, written away from the loop."""
