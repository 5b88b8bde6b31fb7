"""Words that options offer, written out so that `--help` need not import the model."""

from __future__ import annotations

ROLES = (
    *("interviewer", "pupil", "parent", "teacher", "ta", "senco", "headteacher", "la-officer"),
    *("health", "other", "unknown"),
)
ACTIONS = (
    *("accept", "reject", "recode", "respan", "code", "uncode", "skip", "flag", "star"),
    *("do-not-quote", "memo", "read", "summary", "codebook", "repair", "undo", "redo"),
)
TOPICS = ("project", "transcript", "segment", "code", "case", "journal")
