"""Yardsticks: two small bots, as their libraries' documentation would have them written."""
