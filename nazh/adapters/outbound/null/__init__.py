"""Null implementations of the publisher and crash-report ports."""
