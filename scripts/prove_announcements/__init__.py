"""Proves, end to end, that the voice speaks over nobody and never hears itself."""
