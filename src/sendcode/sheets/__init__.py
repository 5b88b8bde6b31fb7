"""Spreadsheets, below whoever writes them: one look, text that stays text, fixed bytes.

This is openpyxl's home for writing. Rows are streamed to disk, so that a sheet's size is not
bounded by memory, and no cell ever becomes a formula.
"""
