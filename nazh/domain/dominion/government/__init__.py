"""Appoints who governs a nation, and announces to citizens what its leader writes."""
