"""Codebooks and whole projects, read and written: one file per format."""
