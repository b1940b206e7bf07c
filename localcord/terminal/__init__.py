"""Renders messages and modals as text for a terminal."""
