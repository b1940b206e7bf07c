"""Exports and deletes the dice data of users and guilds."""
