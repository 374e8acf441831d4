"""SpinFab Coach: a sales-conversation coach that understands by rules."""

__version__ = "0.1.0"
