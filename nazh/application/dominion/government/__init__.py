"""Who governs a nation: its leader, and delegates."""
