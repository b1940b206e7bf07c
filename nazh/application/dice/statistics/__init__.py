"""Use cases of statistics and fairness checks."""
