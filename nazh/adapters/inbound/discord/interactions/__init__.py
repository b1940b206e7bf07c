"""Admits, handles and answers interactions, on either transport."""
