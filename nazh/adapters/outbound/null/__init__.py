"""Nobody: for a program that has no one to tell."""
