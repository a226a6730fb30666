"""The foundation: the method, the people, the séance. Standard library only, no I/O, no clock."""
