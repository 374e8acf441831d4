"""Fitting the numbers of a pack's rules to labelled lines; the rules themselves stay as written."""
