"""Battles: their dice, their result, their odds and what follows from them."""
