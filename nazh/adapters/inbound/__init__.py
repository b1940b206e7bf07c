"""Inbound adapters, which call the application for users, operators and timers."""
