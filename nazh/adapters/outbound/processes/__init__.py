"""Runs other processes of the program."""
