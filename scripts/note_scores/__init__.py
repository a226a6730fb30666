"""How well the drafted notes of a séance hold what its truth says."""
