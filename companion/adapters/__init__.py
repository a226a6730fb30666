"""One outside thing per file, each fulfilling one port."""
