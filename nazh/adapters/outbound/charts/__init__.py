"""Charts as pictures, drawn by matplotlib in processes of their own."""
