"""Answers the commands of Keep on Discord."""
