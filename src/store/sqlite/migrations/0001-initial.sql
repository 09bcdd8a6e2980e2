-- The store's first shape. Times are epoch milliseconds, days are calendar days in Asia/Ho_Chi_Minh.
-- `sequence` numbers rows in the order of their commit and is what rows refer to each other by; `id` is what the
-- outside sees (UUIDv7). Compressed columns hold zstd frames.

-- Registry of facilities, as it is now.
CREATE TABLE facility (
  code TEXT PRIMARY KEY,             -- mã CSKCB (5 characters) or GLN (13 digits)
  name TEXT NOT NULL,
  cohort TEXT NOT NULL CHECK (cohort IN ('hospital', 'other')),
  ownership TEXT NOT NULL,
  level TEXT NOT NULL,
  commune TEXT NOT NULL,
  open_from TEXT,                    -- YYYY-MM-DD
  open_to TEXT,                      -- the last open day
  scope TEXT NOT NULL,               -- JSON: dated scope decisions
  announced TEXT,                    -- day of the decision to use an EMR
  statistics TEXT NOT NULL           -- JSON: encounters per month
) STRICT, WITHOUT ROWID;

-- Public keys of facilities, to verify client assertions.
CREATE TABLE credential (
  facility TEXT NOT NULL REFERENCES facility (code),
  position INTEGER NOT NULL,         -- order in the key set
  jwk TEXT NOT NULL,                 -- public JWK
  PRIMARY KEY (facility, position)
) STRICT, WITHOUT ROWID;

-- What one call brought, byte for byte.
CREATE TABLE submission (
  sequence INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  facility TEXT NOT NULL REFERENCES facility (code),
  idempotency_key TEXT NOT NULL,
  sha256 TEXT NOT NULL,              -- of the bytes, hex
  content_type TEXT NOT NULL,
  channel TEXT NOT NULL CHECK (channel IN ('submissions', 'fhir')),
  format TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('accepted', 'partly-accepted', 'refused')),
  received_at INTEGER NOT NULL,
  outcome TEXT,                      -- OperationOutcome about the whole
  response BLOB,                     -- compressed R4 response Bundle, replayed as it was
  bytes BLOB NOT NULL,               -- compressed
  UNIQUE (facility, idempotency_key)
) STRICT;

-- A record that a submission brought. Repetition 0 is a version of its own; repetition n is the n-th time that the
-- same content came again, which makes no new version: it has no payload, and owes what repetition 0 owes.
-- The current version of a record is its highest accepted one.
CREATE TABLE record (
  sequence INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  submission INTEGER NOT NULL REFERENCES submission (sequence),
  position INTEGER NOT NULL,         -- in the submission, from 1
  facility TEXT NOT NULL,
  record_key TEXT NOT NULL,          -- MA_LK or document id; '' when it could not be read
  version INTEGER NOT NULL,
  repetition INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('accepted', 'quarantined', 'refused')),
  received_at INTEGER NOT NULL,      -- that of the submission
  resource_count INTEGER NOT NULL,
  patient TEXT,                      -- Patient/{id}
  mapping TEXT,                      -- name and version of the mapping
  source TEXT NOT NULL CHECK (source IN ('claim', 'emr', 'check-in')),
  encounter TEXT NOT NULL,
  end_of_care INTEGER,
  level INTEGER NOT NULL CHECK (level BETWEEN 0 AND 3),
  due TEXT NOT NULL,                 -- JSON: sections due
  present TEXT NOT NULL,             -- JSON: sections present
  identity INTEGER NOT NULL CHECK (identity IN (0, 1)),
  signed INTEGER NOT NULL CHECK (signed IN (0, 1)),
  content BLOB NOT NULL,             -- digest over all resources and deletions: equal means nothing changed
  removed TEXT,                      -- JSON: Type/id of the resources that this version deleted
  outcome TEXT NOT NULL,             -- OperationOutcome
  payload BLOB,                      -- compressed JSON array of the resources
  UNIQUE (facility, record_key, version, repetition),
  UNIQUE (submission, position)
) STRICT;

CREATE INDEX record_in_order_of_receipt ON record (received_at);

-- Newest accepted record per facility.
CREATE TABLE last_record (
  facility TEXT PRIMARY KEY REFERENCES facility (code),
  received_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Current version of every resource. The id stands before the type: ids that share a beginning (the facility's own,
-- those of one record) then lie on the same pages.
CREATE TABLE resource (
  facility TEXT NOT NULL,
  id TEXT NOT NULL,
  type TEXT NOT NULL,
  version INTEGER NOT NULL,          -- from 1
  digest BLOB NOT NULL,              -- of its JSON text
  deleted INTEGER NOT NULL CHECK (deleted IN (0, 1)),
  record INTEGER NOT NULL,           -- holds the payload
  PRIMARY KEY (facility, id, type)
) STRICT, WITHOUT ROWID;

-- Superseded versions of resources.
CREATE TABLE resource_version (
  facility TEXT NOT NULL,
  id TEXT NOT NULL,
  type TEXT NOT NULL,
  version INTEGER NOT NULL,
  digest BLOB NOT NULL,
  deleted INTEGER NOT NULL CHECK (deleted IN (0, 1)),
  record INTEGER NOT NULL,           -- holds the payload
  PRIMARY KEY (facility, id, type, version)
) STRICT, WITHOUT ROWID;

-- A record version owed to a destination. Deliveries of one line (destination, patient) go one after the other:
-- the one whose turn it is, is the only one that may be sent.
CREATE TABLE delivery (
  sequence INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  record INTEGER NOT NULL REFERENCES record (sequence),
  destination TEXT NOT NULL,
  line TEXT NOT NULL,                -- facility and patient, or facility and record when there is no patient
  state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'delivered', 'refused', 'unknown', 'parked')),
  turn INTEGER NOT NULL CHECK (turn = 0 OR (turn = 1 AND state IN ('queued', 'sending', 'unknown'))),
  due_at INTEGER NOT NULL,           -- when a worker may take it; while sending, the end of the lease
  attempts INTEGER NOT NULL,         -- leases so far; the newest one's number is its fence
  queued_at INTEGER NOT NULL,        -- when the record was received
  delivered_at INTEGER,
  receipt TEXT,                      -- the receiver's own id
  reason TEXT,                       -- stable code of the last outcome that was not a delivery
  UNIQUE (record, destination)
) STRICT;

CREATE UNIQUE INDEX delivery_turn ON delivery (destination, line) WHERE turn = 1;
CREATE INDEX delivery_due ON delivery (destination, due_at) WHERE turn = 1;
CREATE INDEX delivery_line ON delivery (destination, line) WHERE state IN ('queued', 'sending', 'unknown');
CREATE INDEX delivery_open ON delivery (destination, state) WHERE state <> 'delivered';

-- Every lease is an attempt, also one that never came back.
CREATE TABLE attempt (
  delivery INTEGER NOT NULL REFERENCES delivery (sequence),
  number INTEGER NOT NULL,           -- from 1
  owner TEXT NOT NULL,               -- the worker that leased it
  leased_at INTEGER NOT NULL,
  started_at INTEGER,
  ended_at INTEGER,                  -- NULL: the worker was lost
  outcome TEXT CHECK (outcome IN ('delivered', 'refused', 'unknown', 'parked', 'retry')),
  http_status INTEGER,
  reason TEXT,                       -- stable code, never a body
  PRIMARY KEY (delivery, number)
) STRICT, WITHOUT ROWID;

-- Chain of AuditEvents: hash = SHA-256(previous hash + '\n' + entry).
CREATE TABLE audit (
  sequence INTEGER PRIMARY KEY,      -- from 1, without gaps
  at INTEGER NOT NULL,
  entry TEXT NOT NULL,               -- AuditEvent as JSON
  hash TEXT NOT NULL                 -- hex
) STRICT;

CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
BEGIN
  SELECT RAISE(ABORT, 'the audit log is append-only');
END;

CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit
BEGIN
  SELECT RAISE(ABORT, 'the audit log is append-only');
END;

-- Counters, written in the transaction that stored what they count.
CREATE TABLE evidence (
  day TEXT NOT NULL,                 -- YYYY-MM-DD of receipt
  facility TEXT NOT NULL REFERENCES facility (code),
  kind TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (day, facility, kind)
) STRICT, WITHOUT ROWID;

-- First successful sign-in of a facility on a day.
CREATE TABLE sign_in (
  facility TEXT NOT NULL REFERENCES facility (code),
  day TEXT NOT NULL,
  first_at INTEGER NOT NULL,
  PRIMARY KEY (facility, day)
) STRICT, WITHOUT ROWID;

CREATE INDEX sign_in_in_order ON sign_in (first_at);

-- Client assertions seen, against replay.
CREATE TABLE jti (
  issuer TEXT NOT NULL,
  jti TEXT NOT NULL,
  expires_at INTEGER NOT NULL,
  PRIMARY KEY (issuer, jti)
) STRICT, WITHOUT ROWID;

CREATE INDEX jti_by_expiry ON jti (expires_at);

-- Values of this gateway's own: the token-signing key.
CREATE TABLE setting (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
