"""The rules: pure, synchronous, free of any vendor."""
