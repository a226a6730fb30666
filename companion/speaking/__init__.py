"""A voice in the room that never speaks over anyone."""
