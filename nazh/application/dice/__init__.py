"""What a player can do with dice."""
