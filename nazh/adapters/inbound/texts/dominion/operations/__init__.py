"""Writes the replies to developers, and their announcements."""
