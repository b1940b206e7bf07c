"""Random numbers from a secret committed to in advance, which anybody can verify afterwards."""
