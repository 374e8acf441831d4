"""Organisations, the people in them, and the tokens by which they are recognised."""
