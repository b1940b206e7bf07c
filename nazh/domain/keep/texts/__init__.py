"""Cleans and truncates texts from players, games and users."""
