"""Use cases that roll dice and change rolls."""
