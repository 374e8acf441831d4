"""Scenarios and their immutable versions, the shipped ones copied in at start."""
