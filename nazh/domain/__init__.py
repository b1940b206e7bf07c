"""The domain rules, which are pure, synchronous and free of any vendor."""
