"""Stores the state that developers and operators see and change."""
