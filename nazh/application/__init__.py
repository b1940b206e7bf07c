"""Use cases, which run one transaction each. They contain no rules, texts or vendors."""
