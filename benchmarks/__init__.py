"""Benchmarks Nazh against other libraries and bots in one run, as ratios."""
