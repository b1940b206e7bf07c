"""Mutates the program's behaviour and reports what no test notices: ``script/mutate``."""
