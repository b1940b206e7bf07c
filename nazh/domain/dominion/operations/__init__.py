"""Decides what operators and developers have switched on, off, or halted."""
