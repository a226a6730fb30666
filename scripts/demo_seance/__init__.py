"""Makes the demonstration séance: written dialogue -> synthetic voices -> simulated room -> Opus."""
