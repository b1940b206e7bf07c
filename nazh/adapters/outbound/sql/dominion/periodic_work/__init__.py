"""Computes ticks, charges and standings for many nations per statement."""
