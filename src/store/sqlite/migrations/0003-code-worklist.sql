-- Codes that the national lists, as loaded when a record came, do not hold: what staff import or settle with the facility.
-- No personal data: of a text that is no code only its shape is kept, after a `~`.
CREATE TABLE unmapped_code (
  sequence INTEGER PRIMARY KEY,
  facility TEXT NOT NULL REFERENCES facility (code),
  list TEXT NOT NULL,                -- name of the national list: MA_KHOA
  code TEXT NOT NULL,
  form TEXT NOT NULL,                -- XML3
  field TEXT NOT NULL,
  reason TEXT NOT NULL CHECK (reason IN ('not-in-list', 'list-not-loaded')), -- of the last record
  day TEXT,                          -- the last record's own day, YYYY-MM-DD
  count INTEGER NOT NULL,            -- occurrences, summed over the versions of records that were kept
  first_seen INTEGER NOT NULL,
  last_seen INTEGER NOT NULL,
  UNIQUE (facility, list, code, form, field)
) STRICT;

CREATE INDEX unmapped_code_by_count ON unmapped_code (count);
