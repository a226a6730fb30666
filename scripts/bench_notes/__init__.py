"""Times what the client waits for at the end of a séance."""
