"""The clock and the facilitator drive the séance."""
