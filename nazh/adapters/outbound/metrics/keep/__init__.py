"""Exports the metrics of Keep."""
