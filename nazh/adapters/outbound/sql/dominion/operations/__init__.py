"""Stores what developers and operators see and change."""
