-- The whole project in one file. Offsets are code points, half-open, into transcript.text.
-- Times are ISO 8601 in UTC. `created_by` and `ended_by` are decision.seq: a row of the state
-- (coding, verdict, read_mark, mark, memo, summary) is live while `ended_by` is null, and the
-- state can be worked out again from the log at any time.

CREATE TABLE setting (          -- project guid, creation time
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE coder (
    id         INTEGER PRIMARY KEY,
    name       TEXT NOT NULL UNIQUE CHECK (name <> ''),
    created_at TEXT NOT NULL
) STRICT;

-- Transcripts ------------------------------------------------------------------------------

CREATE TABLE transcript (       -- text never changes; a correction is a row with a higher version
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    guid            TEXT NOT NULL UNIQUE,
    name            TEXT NOT NULL CHECK (name <> ''),
    version         INTEGER NOT NULL DEFAULT 1,
    replaces        INTEGER REFERENCES transcript (id),
    format          TEXT NOT NULL,
    file_name       TEXT NOT NULL,
    file_sha256     TEXT NOT NULL,
    part            TEXT NOT NULL DEFAULT '',   -- which interview of a file with several
    text_sha256     TEXT NOT NULL,
    text            TEXT NOT NULL,
    words           INTEGER NOT NULL,
    words_in_source INTEGER NOT NULL,
    encoding        TEXT NOT NULL DEFAULT '',
    reader          TEXT NOT NULL,
    splitter        TEXT NOT NULL,
    ingested_at     TEXT NOT NULL,
    removed_by      INTEGER REFERENCES decision (seq)
) STRICT;
CREATE UNIQUE INDEX transcript_name ON transcript (name, version) WHERE removed_by IS NULL;
CREATE INDEX transcript_file ON transcript (file_sha256);

CREATE TABLE transcript_problem (
    id            INTEGER PRIMARY KEY,
    transcript_id INTEGER NOT NULL REFERENCES transcript (id) ON DELETE CASCADE,
    line          INTEGER,
    message       TEXT NOT NULL
) STRICT;
CREATE INDEX transcript_problem_transcript ON transcript_problem (transcript_id);

CREATE TABLE left_out (         -- what of the source is not speech: kinds and sizes, no words
    id            INTEGER PRIMARY KEY,
    transcript_id INTEGER NOT NULL REFERENCES transcript (id) ON DELETE CASCADE,
    kind          TEXT NOT NULL,
    words         INTEGER NOT NULL,
    number        INTEGER
) STRICT;
CREATE INDEX left_out_transcript ON left_out (transcript_id);

CREATE TABLE participant (      -- a person, across transcripts
    id   INTEGER PRIMARY KEY,
    guid TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL UNIQUE CHECK (name <> '')
) STRICT;

CREATE TABLE speaker (          -- a label in one transcript; label is null for unlabelled talk
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    transcript_id  INTEGER NOT NULL REFERENCES transcript (id) ON DELETE CASCADE,
    label          TEXT,
    role           TEXT NOT NULL CHECK (role IN ('interviewer', 'pupil', 'parent', 'teacher', 'ta',
                       'senco', 'headteacher', 'la-officer', 'health', 'other', 'unknown')),
    role_source    TEXT NOT NULL CHECK (role_source IN ('guess', 'source', 'sheet', 'person')),
    participant_id INTEGER REFERENCES participant (id)
) STRICT;
CREATE UNIQUE INDEX speaker_label ON speaker (transcript_id, coalesce(label, ''));

CREATE TABLE turn (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    transcript_id INTEGER NOT NULL REFERENCES transcript (id) ON DELETE CASCADE,
    seq           INTEGER NOT NULL,
    speaker_id    INTEGER NOT NULL REFERENCES speaker (id),
    start         INTEGER NOT NULL,
    "end"         INTEGER NOT NULL CHECK ("end" > start),
    time_start    REAL,
    time_end      REAL,
    number        INTEGER,      -- first paragraph, cue or row in the source
    UNIQUE (transcript_id, seq)
) STRICT;
CREATE INDEX turn_speaker ON turn (speaker_id);

CREATE TABLE unit (             -- cut once, at ingest
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    transcript_id INTEGER NOT NULL REFERENCES transcript (id) ON DELETE CASCADE,
    turn_id       INTEGER NOT NULL REFERENCES turn (id) ON DELETE CASCADE,
    start         INTEGER NOT NULL,
    "end"         INTEGER NOT NULL CHECK ("end" > start),
    UNIQUE (transcript_id, start)
) STRICT;
CREATE INDEX unit_turn ON unit (turn_id);

CREATE TABLE source_anchor (    -- where a stretch of the text stands in the source
    transcript_id INTEGER NOT NULL REFERENCES transcript (id) ON DELETE CASCADE,
    start         INTEGER NOT NULL,
    number        INTEGER NOT NULL,
    label         TEXT,         -- as written there
    time_start    REAL,
    time_end      REAL,
    PRIMARY KEY (transcript_id, start)
) STRICT, WITHOUT ROWID;

-- Cases and attributes ---------------------------------------------------------------------

CREATE TABLE study_case (
    id   INTEGER PRIMARY KEY,
    guid TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL UNIQUE CHECK (name <> '')
) STRICT;

CREATE TABLE case_link (        -- many to many: a transcript, a speaker in it, or a range of turns
    id            INTEGER PRIMARY KEY,
    case_id       INTEGER NOT NULL REFERENCES study_case (id),
    transcript_id INTEGER NOT NULL REFERENCES transcript (id) ON DELETE CASCADE,
    speaker_id    INTEGER REFERENCES speaker (id) ON DELETE CASCADE,
    turn_first    INTEGER,
    turn_last     INTEGER,
    source        TEXT NOT NULL CHECK (source IN ('sheet', 'person'))
) STRICT;
CREATE INDEX case_link_transcript ON case_link (transcript_id);
CREATE UNIQUE INDEX case_link_once ON case_link
    (case_id, transcript_id, coalesce(speaker_id, 0), coalesce(turn_first, 0), coalesce(turn_last, 0));

CREATE TABLE attribute (
    id            INTEGER PRIMARY KEY,
    case_id       INTEGER REFERENCES study_case (id) ON DELETE CASCADE,
    transcript_id INTEGER REFERENCES transcript (id) ON DELETE CASCADE,
    speaker_id    INTEGER REFERENCES speaker (id) ON DELETE CASCADE,
    turn_id       INTEGER REFERENCES turn (id) ON DELETE CASCADE,
    name          TEXT NOT NULL CHECK (name <> ''),
    value         TEXT NOT NULL,
    source        TEXT NOT NULL CHECK (source IN ('file', 'sheet', 'person')),
    CHECK ((case_id IS NOT NULL) + (transcript_id IS NOT NULL)
           + (speaker_id IS NOT NULL) + (turn_id IS NOT NULL) = 1)
) STRICT;
CREATE UNIQUE INDEX attribute_once ON attribute
    (name, source, coalesce(case_id, 0), coalesce(transcript_id, 0), coalesce(speaker_id, 0),
     coalesce(turn_id, 0));     -- a person's value goes before a sheet's, and that before a file's

CREATE TABLE case_sheet (       -- which sheets were applied, and when
    id        INTEGER PRIMARY KEY,
    at        TEXT NOT NULL,
    coder_id  INTEGER NOT NULL REFERENCES coder (id),
    file_name TEXT NOT NULL,
    sha256    TEXT NOT NULL
) STRICT;

-- Codebook ---------------------------------------------------------------------------------

CREATE TABLE codebook_version (
    number     INTEGER PRIMARY KEY,
    at         TEXT NOT NULL,
    coder_id   INTEGER NOT NULL REFERENCES coder (id),
    message    TEXT NOT NULL,
    name       TEXT NOT NULL,
    vocabulary TEXT NOT NULL CHECK (json_valid(vocabulary)),
    yaml       TEXT NOT NULL,
    sha256     TEXT NOT NULL
) STRICT;

CREATE TABLE code (             -- the permanent identity; everything else belongs to a version
    guid          TEXT PRIMARY KEY,
    first_version INTEGER NOT NULL REFERENCES codebook_version (number)
) STRICT, WITHOUT ROWID;

CREATE TABLE code_version (
    version    INTEGER NOT NULL REFERENCES codebook_version (number),
    guid       TEXT NOT NULL REFERENCES code (guid),
    position   INTEGER NOT NULL,
    path       TEXT NOT NULL,
    name       TEXT NOT NULL,
    definition TEXT NOT NULL,
    include    TEXT NOT NULL,
    exclude    TEXT NOT NULL,
    examples   TEXT NOT NULL CHECK (json_valid(examples)),
    colour     TEXT NOT NULL,
    origin     TEXT NOT NULL CHECK (origin IN ('deductive', 'inductive')),
    rules      TEXT NOT NULL CHECK (json_valid(rules)),
    retired    INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1)),
    PRIMARY KEY (version, guid),
    UNIQUE (version, path)
) STRICT, WITHOUT ROWID;

-- Runs and suggestions ---------------------------------------------------------------------

CREATE TABLE run (              -- one execution of a suggester
    id               INTEGER PRIMARY KEY AUTOINCREMENT,
    at               TEXT NOT NULL,
    coder_id         INTEGER NOT NULL REFERENCES coder (id),
    method           TEXT NOT NULL,
    settings         TEXT NOT NULL CHECK (json_valid(settings)),
    software         TEXT NOT NULL CHECK (json_valid(software)),
    splitter         TEXT NOT NULL,
    codebook_version INTEGER NOT NULL REFERENCES codebook_version (number),
    texts_sha256     TEXT NOT NULL,
    transcripts      INTEGER NOT NULL,
    units            INTEGER NOT NULL,
    suggestions      INTEGER NOT NULL
) STRICT;

CREATE TABLE suggestion (       -- live while ended_run is null; a later run ends what it no longer finds
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    unit_id   INTEGER NOT NULL REFERENCES unit (id) ON DELETE CASCADE,
    code_guid TEXT NOT NULL REFERENCES code (guid),
    score     REAL NOT NULL CHECK (score BETWEEN 0 AND 1),
    evidence  TEXT NOT NULL CHECK (json_valid(evidence)),   -- offsets, never words
    run_id    INTEGER NOT NULL REFERENCES run (id),
    ended_run INTEGER REFERENCES run (id)
) STRICT;
CREATE UNIQUE INDEX suggestion_live ON suggestion (unit_id, code_guid) WHERE ended_run IS NULL;
CREATE INDEX suggestion_code ON suggestion (code_guid, score) WHERE ended_run IS NULL;

-- The log ----------------------------------------------------------------------------------

CREATE TABLE segment (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    transcript_id INTEGER NOT NULL REFERENCES transcript (id) ON DELETE CASCADE,
    turn_id       INTEGER NOT NULL REFERENCES turn (id) ON DELETE CASCADE,
    start         INTEGER NOT NULL,
    "end"         INTEGER NOT NULL CHECK ("end" > start),
    UNIQUE (transcript_id, start, "end")
) STRICT;

CREATE TABLE decision (         -- append-only; undo is a new row
    seq              INTEGER PRIMARY KEY AUTOINCREMENT,
    id               TEXT NOT NULL UNIQUE,      -- unique in the world, so that projects can merge
    at               TEXT NOT NULL,
    coder_id         INTEGER NOT NULL REFERENCES coder (id),
    action           TEXT NOT NULL CHECK (action IN ('accept', 'reject', 'recode', 'respan', 'code',
                         'uncode', 'skip', 'flag', 'star', 'do-not-quote', 'memo', 'read',
                         'summary', 'codebook', 'repair', 'undo', 'redo')),
    batch_id         TEXT,
    transcript_id    INTEGER REFERENCES transcript (id),
    segment_id       INTEGER REFERENCES segment (id),
    start            INTEGER,
    "end"            INTEGER,
    code_guid        TEXT REFERENCES code (guid),
    from_code_guid   TEXT REFERENCES code (guid),
    suggestion_id    INTEGER REFERENCES suggestion (id),
    run_id           INTEGER REFERENCES run (id),
    score            REAL,                      -- as shown to the coder
    codebook_version INTEGER REFERENCES codebook_version (number),
    undoes           TEXT REFERENCES decision (id),
    payload          TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(payload)),
    CHECK ((undoes IS NOT NULL) = (action IN ('undo', 'redo')))
) STRICT;
CREATE INDEX decision_undoes ON decision (undoes) WHERE undoes IS NOT NULL;
CREATE INDEX decision_batch ON decision (batch_id) WHERE batch_id IS NOT NULL;
CREATE INDEX decision_coder ON decision (coder_id, seq);

CREATE TRIGGER decision_is_final BEFORE UPDATE ON decision
BEGIN SELECT raise(ABORT, 'decisions are append-only'); END;
CREATE TRIGGER decision_stays BEFORE DELETE ON decision
BEGIN SELECT raise(ABORT, 'decisions are append-only'); END;
CREATE TRIGGER transcript_text_is_final
BEFORE UPDATE OF text, text_sha256, file_sha256 ON transcript
BEGIN SELECT raise(ABORT, 'text never changes after ingest'); END;

-- The state that the log leads to ----------------------------------------------------------

CREATE TABLE coding (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    segment_id    INTEGER NOT NULL REFERENCES segment (id) ON DELETE CASCADE,
    code_guid     TEXT NOT NULL REFERENCES code (guid),
    coder_id      INTEGER NOT NULL REFERENCES coder (id),
    origin        TEXT NOT NULL CHECK (origin IN ('suggestion', 'bulk', 'manual')),
    suggestion_id INTEGER REFERENCES suggestion (id),
    created_by    INTEGER NOT NULL REFERENCES decision (seq),
    ended_by      INTEGER REFERENCES decision (seq)
) STRICT;
CREATE UNIQUE INDEX coding_live ON coding (segment_id, code_guid, coder_id) WHERE ended_by IS NULL;
CREATE INDEX coding_code ON coding (code_guid) WHERE ended_by IS NULL;
CREATE INDEX coding_created ON coding (created_by);
CREATE INDEX coding_ended ON coding (ended_by) WHERE ended_by IS NOT NULL;

CREATE TABLE verdict (          -- what a coder said about (unit, code)
    id         INTEGER PRIMARY KEY,
    unit_id    INTEGER NOT NULL REFERENCES unit (id) ON DELETE CASCADE,
    code_guid  TEXT NOT NULL REFERENCES code (guid),
    coder_id   INTEGER NOT NULL REFERENCES coder (id),
    yes        INTEGER NOT NULL CHECK (yes IN (0, 1)),
    created_by INTEGER NOT NULL REFERENCES decision (seq),
    ended_by   INTEGER REFERENCES decision (seq)
) STRICT;
CREATE UNIQUE INDEX verdict_live ON verdict (unit_id, code_guid, coder_id) WHERE ended_by IS NULL;
CREATE INDEX verdict_created ON verdict (created_by);
CREATE INDEX verdict_ended ON verdict (ended_by) WHERE ended_by IS NOT NULL;

CREATE TABLE read_mark (        -- shown and dealt with; one live row per decision that did so
    id         INTEGER PRIMARY KEY,
    unit_id    INTEGER NOT NULL REFERENCES unit (id) ON DELETE CASCADE,
    coder_id   INTEGER NOT NULL REFERENCES coder (id),
    created_by INTEGER NOT NULL REFERENCES decision (seq),
    ended_by   INTEGER REFERENCES decision (seq)
) STRICT;
CREATE INDEX read_mark_unit ON read_mark (unit_id, coder_id) WHERE ended_by IS NULL;
CREATE INDEX read_mark_created ON read_mark (created_by);
CREATE INDEX read_mark_ended ON read_mark (ended_by) WHERE ended_by IS NOT NULL;

CREATE TABLE mark (             -- flag, star, do-not-quote
    id         INTEGER PRIMARY KEY,
    kind       TEXT NOT NULL CHECK (kind IN ('flag', 'star', 'do-not-quote')),
    segment_id INTEGER REFERENCES segment (id) ON DELETE CASCADE,
    case_id    INTEGER REFERENCES study_case (id),
    coder_id   INTEGER NOT NULL REFERENCES coder (id),
    created_by INTEGER NOT NULL REFERENCES decision (seq),
    ended_by   INTEGER REFERENCES decision (seq),
    CHECK ((segment_id IS NOT NULL) + (case_id IS NOT NULL) = 1)
) STRICT;
CREATE INDEX mark_segment ON mark (segment_id) WHERE ended_by IS NULL;
CREATE INDEX mark_created ON mark (created_by);
CREATE INDEX mark_ended ON mark (ended_by) WHERE ended_by IS NOT NULL;

CREATE TABLE memo (             -- the only place of a memo's words
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    about         TEXT NOT NULL CHECK (about IN ('project', 'transcript', 'segment', 'code', 'case', 'journal')),
    transcript_id INTEGER REFERENCES transcript (id),
    segment_id    INTEGER REFERENCES segment (id) ON DELETE CASCADE,
    code_guid     TEXT REFERENCES code (guid),
    case_id       INTEGER REFERENCES study_case (id),
    coder_id      INTEGER NOT NULL REFERENCES coder (id),
    text          TEXT NOT NULL,
    created_by    INTEGER NOT NULL REFERENCES decision (seq),
    ended_by      INTEGER REFERENCES decision (seq)
) STRICT;
CREATE INDEX memo_segment ON memo (segment_id) WHERE ended_by IS NULL;
CREATE INDEX memo_created ON memo (created_by);
CREATE INDEX memo_ended ON memo (ended_by) WHERE ended_by IS NOT NULL;

CREATE TABLE summary (          -- framework matrix: one text per case and theme
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    case_id     INTEGER NOT NULL REFERENCES study_case (id),
    code_guid   TEXT NOT NULL REFERENCES code (guid),
    coder_id    INTEGER NOT NULL REFERENCES coder (id),
    text        TEXT NOT NULL,
    based_on    TEXT NOT NULL,  -- hash of the segments it was written from
    created_by  INTEGER NOT NULL REFERENCES decision (seq),
    ended_by    INTEGER REFERENCES decision (seq)
) STRICT;
CREATE INDEX summary_created ON summary (created_by);
CREATE INDEX summary_ended ON summary (ended_by) WHERE ended_by IS NOT NULL;

-- Who is at long work now ------------------------------------------------------------------

CREATE TABLE lease (
    name  TEXT PRIMARY KEY,
    coder TEXT NOT NULL,
    host  TEXT NOT NULL,
    pid   INTEGER NOT NULL,
    at    TEXT NOT NULL
) STRICT, WITHOUT ROWID;
