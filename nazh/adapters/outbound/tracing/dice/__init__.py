"""Traces the transactions of dice."""
