"""Audits the locks without a network."""
