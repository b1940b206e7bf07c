"""Calculates battles, their odds and their outcome."""
