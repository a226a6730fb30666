"""Proves that a séance sends nothing and writes no sound."""
