"""Encrypts the secrets of battles."""
