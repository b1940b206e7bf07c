"""Outbound adapters, which the application calls."""
