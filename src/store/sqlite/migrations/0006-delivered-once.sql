-- Delivered once, provably: what a record is and where it is owed by when, exactly what was sent, stops, notices, day lists,
-- confirmed days, and how long things are kept.

ALTER TABLE record ADD COLUMN kind TEXT NOT NULL DEFAULT 'claim' CHECK (kind IN ('claim', 'check-in', 'health-check', 'document',
  'death-notice', 'birth-certificate', 'health-book', 'prescription', 'emr-export', 'fhir'));
-- Rows of all its tables, or entries of its Bundle; 0: not counted, it came before this column.
ALTER TABLE record ADD COLUMN count INTEGER NOT NULL DEFAULT 0;
-- What a quarantined version needs for its release: where it is owed (JSON: [{destination, deadline}]), the Type/id that it
-- deletes by name (JSON; NULL: none), and whether it replaces the episode. NULL in all others.
ALTER TABLE record ADD COLUMN owed TEXT;
ALTER TABLE record ADD COLUMN deletes TEXT;
ALTER TABLE record ADD COLUMN replaces_episode INTEGER CHECK (replaces_episode IN (0, 1));
-- JSON: [{reference, labels}] of the specially protected resources that this version deleted. Only destinations to which they
-- may leave are told.
ALTER TABLE record ADD COLUMN removed_protected TEXT;
-- When the next accepted version was received; NULL: there is none.
ALTER TABLE record ADD COLUMN superseded_at INTEGER;
-- What retention left: 'all' (it was not there), 'current' (of the payload what is still current), 'receipt' (no payload but
-- for resources that the facility shares, and no bytes).
ALTER TABLE record ADD COLUMN kept TEXT NOT NULL DEFAULT 'all' CHECK (kept IN ('all', 'current', 'receipt'));

-- Papers that have a kind of their own since are told as documents: only their payload would tell them apart.
UPDATE record SET kind = CASE submission.format
    WHEN 'claim-xml' THEN 'check-in'
    WHEN 'health-check-xml' THEN 'health-check'
    WHEN 'document-xml' THEN 'document'
    WHEN 'health-book-xml' THEN 'health-book'
    WHEN 'prescription-json' THEN 'prescription'
    WHEN 'emr-export' THEN 'emr-export'
    ELSE 'fhir' END
  FROM submission
  WHERE submission.sequence = record.submission
    AND (submission.format <> 'claim-xml' OR record.source = 'check-in');

-- Until now every record was owed to every destination: those of the newest delivery.
UPDATE record SET
    owed = (SELECT json_group_array(json_object('destination', destination, 'deadline', NULL)) FROM delivery
      WHERE delivery.record = (SELECT MAX(record) FROM delivery)),
    replaces_episode = kind NOT IN ('fhir', 'check-in')
  WHERE state = 'quarantined';

UPDATE record SET superseded_at = (
    SELECT later.received_at FROM record AS later
    WHERE later.facility = record.facility AND later.record_key = record.record_key AND later.version > record.version
      AND later.repetition = 0 AND later.state = 'accepted'
    ORDER BY later.version LIMIT 1)
  WHERE repetition = 0 AND state <> 'refused' AND EXISTS (
    SELECT 1 FROM record AS later
    WHERE later.facility = record.facility AND later.record_key = record.record_key AND later.version > record.version
      AND later.repetition = 0 AND later.state = 'accepted');

-- The few versions that removed something, found without reading the payloads of all.
CREATE INDEX record_removals ON record (facility, record_key, version)
  WHERE removed IS NOT NULL OR removed_protected IS NOT NULL;
CREATE INDEX record_of_facility ON record (facility, kept, kind, received_at);
CREATE INDEX record_superseded ON record (superseded_at) WHERE superseded_at IS NOT NULL AND kept = 'all';

-- Retention lets the bytes go; the row stays for receipts and idempotency keys.
ALTER TABLE submission ALTER COLUMN bytes DROP NOT NULL;

ALTER TABLE delivery ADD COLUMN deadline INTEGER;  -- after it, it is late; NULL: nothing sets a time
ALTER TABLE delivery ADD COLUMN faults TEXT;       -- JSON: fields that the receiver refused at the last attempt; NULL: none
ALTER TABLE delivery ADD COLUMN unsettled INTEGER; -- number of the attempt whose message may be in effect there; NULL: none may

DROP INDEX delivery_open;
CREATE INDEX delivery_open ON delivery (destination, state, deadline) WHERE state <> 'delivered';

ALTER TABLE attempt ADD COLUMN faults TEXT;        -- JSON: fields that the receiver refused; NULL: none
ALTER TABLE attempt ADD COLUMN message INTEGER;    -- number of the attempt under which its message is kept; NULL: it sent none

-- Exactly what attempts sent. The same bytes are kept once for a delivery, under the first attempt that sent them.
CREATE TABLE message (
  delivery INTEGER NOT NULL REFERENCES delivery (sequence),
  attempt INTEGER NOT NULL,          -- number of the attempt
  key TEXT NOT NULL,                 -- by which the receiver knows it again
  content_type TEXT NOT NULL,
  sha256 TEXT NOT NULL,              -- of the bytes, hex
  bytes BLOB,                        -- compressed; NULL: retention let them go
  kept_at INTEGER NOT NULL,
  PRIMARY KEY (delivery, attempt)
) STRICT;

CREATE INDEX message_by_age ON message (kept_at) WHERE bytes IS NOT NULL;

-- Destinations that a person stopped: nothing is leased for them.
CREATE TABLE destination_stop (
  destination TEXT PRIMARY KEY,
  at INTEGER NOT NULL,
  who TEXT NOT NULL,                 -- as the audit log names them
  reason TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Word that facilities are owed of deliveries that came to an end. Those of one facility go one after the other; what was
-- told, or given up, is removed.
CREATE TABLE notice (
  sequence INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,           -- UUIDv7
  delivery INTEGER NOT NULL REFERENCES delivery (sequence),
  facility TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('delivered', 'refused', 'parked')), -- of the delivery, as all that follows, at its end
  reason TEXT,
  receipt TEXT,
  at INTEGER NOT NULL,
  turn INTEGER NOT NULL CHECK (turn IN (0, 1)),
  owner TEXT,                        -- the worker that leased it; NULL: none
  due_at INTEGER NOT NULL,           -- when a worker may take it; while it is leased, the end of the lease
  attempts INTEGER NOT NULL          -- leases so far; the newest one's number is its fence
) STRICT;

CREATE UNIQUE INDEX notice_turn ON notice (facility) WHERE turn = 1;
CREATE INDEX notice_due ON notice (due_at) WHERE turn = 1;
CREATE INDEX notice_line ON notice (facility);
CREATE INDEX notice_of_delivery ON notice (delivery);

-- Senders' lists of what they sent on a day.
CREATE TABLE manifest (
  id TEXT PRIMARY KEY,               -- UUIDv7
  facility TEXT NOT NULL REFERENCES facility (code),
  day TEXT NOT NULL,                 -- YYYY-MM-DD
  received_at INTEGER NOT NULL,
  lines BLOB NOT NULL                -- compressed JSON: [{key, count, sha256}]
) STRICT;

-- Days (of receipt here) of which a destination and we were found to hold the same.
CREATE TABLE confirmed_day (
  destination TEXT NOT NULL,
  day TEXT NOT NULL,                 -- YYYY-MM-DD
  at INTEGER NOT NULL,               -- what was delivered after it was not compared
  PRIMARY KEY (destination, day)
) STRICT, WITHOUT ROWID;

-- Records that retention must not touch.
CREATE TABLE hold (
  id TEXT PRIMARY KEY,
  facility TEXT NOT NULL REFERENCES facility (code),
  record_key TEXT,                   -- NULL: all records of the facility
  at INTEGER NOT NULL,
  who TEXT NOT NULL,                 -- as the audit log names them
  reason TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX hold_of_facility ON hold (facility, record_key);

-- Calls that a facility has had in its newest window of time.
CREATE TABLE quota (
  facility TEXT PRIMARY KEY,
  window_start INTEGER NOT NULL,
  used INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
