"""What the pages of a long séance cost a browser."""
