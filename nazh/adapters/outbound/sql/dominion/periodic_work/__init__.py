"""Computes ticks, charges and standings for many nations by statements."""
