"""The rules of request bodies: what Discord refuses, and typos that it would let pass."""
