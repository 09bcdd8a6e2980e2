-- The registry is dated: what it said before is kept, with who changed it and why. Beside what coverage needs it tells
-- particulars of a facility, and staff write remarks about it.

ALTER TABLE facility ADD COLUMN particulars TEXT NOT NULL DEFAULT '{}'; -- JSON: names, kind, services, position, contacts, …

-- Every entry that the registry had of a facility; the newest one is what stands in `facility`.
CREATE TABLE facility_edition (
  facility TEXT NOT NULL REFERENCES facility (code),
  number INTEGER NOT NULL,           -- from 1
  at INTEGER NOT NULL,               -- never before that of the edition before
  who TEXT NOT NULL,                 -- as the audit log names them
  reason TEXT NOT NULL,
  entry TEXT NOT NULL,               -- JSON: the facility as it was from then on
  PRIMARY KEY (facility, number)
) STRICT, WITHOUT ROWID;

-- What nobody dated counts as having been so since ever: reports of months before this migration need a registry.
INSERT INTO facility_edition (facility, number, at, who, reason, entry)
SELECT code, 1, 0, 'registry', 'before editions were kept', json_object(
    'code', code, 'name', name, 'cohort', cohort, 'ownership', ownership, 'level', level, 'commune', commune,
    'openFrom', open_from, 'openTo', open_to, 'scope', json(scope), 'announced', announced, 'statistics', json(statistics))
  FROM facility;

-- Remarks of staff.
CREATE TABLE facility_note (
  id TEXT PRIMARY KEY,               -- UUIDv7
  facility TEXT NOT NULL REFERENCES facility (code),
  at INTEGER NOT NULL,
  who TEXT NOT NULL,
  text TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX facility_note_in_order ON facility_note (facility, at, id);
