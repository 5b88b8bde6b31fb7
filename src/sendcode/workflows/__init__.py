"""One verb per file: load, compute, save; no printing, no clock, no prompting."""
