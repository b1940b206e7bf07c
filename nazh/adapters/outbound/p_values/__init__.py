"""P-values, by mpmath."""
