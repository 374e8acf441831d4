"""The coach's tests."""
