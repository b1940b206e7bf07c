"""How Nazh is put on machines: images, manifests, units, and the tools that check and try them."""
