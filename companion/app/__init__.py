"""The roof: builds the real parts and ties them together; the only place that knows every part."""
