"""Stores the platform's records in a database (audit log, jobs, messages and gateway sessions)."""
