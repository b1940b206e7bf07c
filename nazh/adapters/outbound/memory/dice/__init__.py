"""The stores of the dice context in memory."""
