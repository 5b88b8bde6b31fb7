"""Codebooks and whole projects, read and written: one file per format.

A format is a module with `read(path) -> ReadCodebook` and `write(codebook, path)`; the
registry below names them by suffix. YAML, which holds everything, has its own way
(`codebook_yaml`), because a file that is written on an older one keeps its comments.
"""

from __future__ import annotations

GROUP = "sendcode.interchange"

YAML = (".yaml", ".yml")

READERS = {
    ".csv": "sendcode.interchange.codebook_table:read",
    ".tsv": "sendcode.interchange.codebook_table:read",
    ".xlsx": "sendcode.interchange.codebook_table:read",
    ".qdc": "sendcode.interchange.refi_qda:read",
}
WRITERS = {
    ".csv": "sendcode.interchange.codebook_table:write",
    ".xlsx": "sendcode.interchange.codebook_table:write",
    ".qdc": "sendcode.interchange.refi_qda:write",
}
