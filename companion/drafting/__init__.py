"""From the minutes of a séance to its notes."""
