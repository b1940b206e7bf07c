"""Deployment files for Nazh, and the tools that check and test them."""
