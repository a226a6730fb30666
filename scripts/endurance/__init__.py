"""Hours of séances, one after the other, and what they cost at the beginning and at the end."""
