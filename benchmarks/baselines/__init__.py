"""Baselines for comparison, such as small bots written as their libraries document."""
