"""Outbound: we call somebody."""
