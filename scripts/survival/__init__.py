"""Kills Companion at any moment of a séance, fills its disk, and checks that nothing shown is lost."""
