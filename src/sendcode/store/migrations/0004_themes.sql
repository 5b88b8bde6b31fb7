-- Themes that the machine proposes from the data, and the units each stands for.
--
-- A theme keeps its id from run to run while most of its units stay. What people made of it
-- (adopted, dismissed, merged, split) is not here: that follows from the log. No words are
-- kept: phrases are places in units, quotes are ids of units.

CREATE TABLE theme_run (
    id               INTEGER PRIMARY KEY AUTOINCREMENT,
    at               TEXT NOT NULL,
    coder_id         INTEGER NOT NULL REFERENCES coder (id),
    method           TEXT NOT NULL,
    settings         TEXT NOT NULL CHECK (json_valid(settings)),
    software         TEXT NOT NULL CHECK (json_valid(software)),
    codebook_version INTEGER NOT NULL,      -- 0 for a project without a codebook
    texts_sha256     TEXT NOT NULL,
    units_sha256     TEXT NOT NULL,         -- of the ids of the units that were looked at
    units            INTEGER NOT NULL
) STRICT;

CREATE TABLE theme (            -- the permanent identity
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    first_run INTEGER NOT NULL REFERENCES theme_run (id),
    part_of   INTEGER REFERENCES theme (id)     -- made by splitting that theme
) STRICT;

CREATE TABLE theme_found (      -- a theme as one run, or one split, found it
    run_id        INTEGER NOT NULL REFERENCES theme_run (id),
    theme_id      INTEGER NOT NULL REFERENCES theme (id),
    phrases       TEXT NOT NULL CHECK (json_valid(phrases)),    -- [unit, start, end], ...
    nearest_code  TEXT REFERENCES code (guid),
    nearest_score REAL NOT NULL,
    PRIMARY KEY (run_id, theme_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE theme_unit (
    run_id   INTEGER NOT NULL REFERENCES theme_run (id),
    theme_id INTEGER NOT NULL REFERENCES theme (id),
    unit_id  INTEGER NOT NULL REFERENCES unit (id) ON DELETE CASCADE,
    near     REAL NOT NULL,     -- to the middle of the theme, -1 to 1
    PRIMARY KEY (run_id, theme_id, unit_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX theme_unit_unit ON theme_unit (unit_id);
