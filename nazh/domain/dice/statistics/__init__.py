"""What the dice have done so far: counts of faces, luck, and whether the dice are fair."""
