"""Long hunts: hostile texts by the million, and whether the dice are fair."""
