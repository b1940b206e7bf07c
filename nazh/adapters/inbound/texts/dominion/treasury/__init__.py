"""Writes the texts of the treasury and the ledger."""
