"""Counters and clocks for Prometheus."""
