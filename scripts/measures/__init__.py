"""How well Companion hears a séance whose truth is known: one module per question."""
