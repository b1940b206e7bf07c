"""Words fair rolls, and the verification of their receipts."""
