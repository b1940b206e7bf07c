"""Calculates battles: their chance, their result, their odds and what follows from them."""
