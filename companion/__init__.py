"""Companion: a voice-assisted meeting companion for codéveloppement professionnel."""

__version__ = "0.1.0"
