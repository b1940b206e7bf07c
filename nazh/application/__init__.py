"""Use cases: the order of things, all or nothing. No rules, no words, no vendors."""
