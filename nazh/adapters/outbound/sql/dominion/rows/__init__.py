"""Reads and writes the rows of nations, citizens, wars and treaties."""
