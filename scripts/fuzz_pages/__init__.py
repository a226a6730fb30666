"""Malformed requests and frames for the real server."""
