"""Defines the consoles of game servers, with commands, replies, errors and session states."""
