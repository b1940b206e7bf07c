"""Exports and deletes what the dice keep about users and guilds."""
