"""Times what the séance waits for."""
