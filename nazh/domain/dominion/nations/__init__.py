"""Defines the nation with its resources, units, offices and reputation, and founds and ends it."""
