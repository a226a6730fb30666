"""From the sound of the room to words and names."""
