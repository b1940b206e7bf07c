"""Formats the records of all libraries alike, removes secrets, and writes in a thread."""
