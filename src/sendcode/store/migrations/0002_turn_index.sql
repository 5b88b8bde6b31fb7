-- A full-text index over the turns, for `query`.
--
-- Over turns, not units: a phrase or a NEAR may cross sentences, but never turns. The rowid is
-- turn.id. The words are not stored a second time: the index takes them from the view
-- `turn_text` (external content), which costs about a fifth of the text's own size.
--
-- Why not contentless: rows of a contentless table cannot be taken out before SQLite 3.43, and
-- FTS5's own 'secure-delete' needs 3.42; Python 3.11 comes with older ones. With external
-- content, a purge (a participant who withdraws) changes transcript.text and then runs
--     INSERT INTO turn_index (turn_index) VALUES ('rebuild');
-- which empties the index and makes it anew from the words that are left; `PRAGMA secure_delete`
-- overwrites the pages that become free. Deleting single rows would leave tokens behind.
--
-- Ingest adds the rows itself, in the transaction that adds the turns (a trigger would cut each
-- turn out of the whole text again). Text never changes, so nothing else touches the index; who
-- speaks, and whether a transcript was removed, is looked up where the index is asked.
-- ('integrity-check') compares index and view.
--
-- No stemming: the forms of a word are found with the lemma tables, as everywhere else.
-- Diacritics and case are ignored.

CREATE VIEW turn_text (id, text) AS
SELECT turn.id, substr(transcript.text, turn.start + 1, turn."end" - turn.start)
FROM turn JOIN transcript ON transcript.id = turn.transcript_id;

CREATE VIRTUAL TABLE turn_index USING fts5 (
    text,
    content = 'turn_text',
    content_rowid = 'id',
    tokenize = 'unicode61 remove_diacritics 2'
);

INSERT INTO turn_index (turn_index) VALUES ('rebuild');
