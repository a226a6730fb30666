"""Proves that a forgotten séance is gone."""
