"""Storage in the memory of the process: quick, bounded, gone with the process."""
