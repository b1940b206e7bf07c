"""Dependency-injector containers, one per context."""
