"""Words rolls, with their results, explanations and suggestions, for every channel."""
