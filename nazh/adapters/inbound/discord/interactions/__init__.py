"""How an interaction is admitted, handled and answered, on either transport."""
