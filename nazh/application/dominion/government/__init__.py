"""Appoints leaders and delegates of a nation, and shows them."""
