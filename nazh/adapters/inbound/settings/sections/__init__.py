"""Declares the settings of the platform in sections."""
