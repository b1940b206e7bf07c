"""Adapters, which connect the application to everything outside."""
