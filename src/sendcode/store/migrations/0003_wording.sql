-- The only place of the labels, names and questions that repairs put in or took away.
--
-- A repair's payload holds what was before and after, so that it can be undone and redone; where
-- that is a person's name or words of an interview, the payload holds the id of a row here. So
-- a purge (a participant who withdraws) can empty a row without touching the log, which is
-- append-only.

CREATE TABLE wording (
    id   INTEGER PRIMARY KEY AUTOINCREMENT,
    text TEXT NOT NULL UNIQUE
) STRICT;
