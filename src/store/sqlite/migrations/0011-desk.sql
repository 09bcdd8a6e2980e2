-- What staff see of destinations: how much arrived lately, and what is held for which reason. Both without reading the queue.
CREATE INDEX delivery_arrived ON delivery (destination, delivered_at) WHERE delivered_at IS NOT NULL;
CREATE INDEX delivery_held ON delivery (destination, state, reason) WHERE state IN ('parked', 'refused', 'unknown');

-- What people did to records, deliveries and destinations, and in which words: shown beside them. The audit log is the proof.
CREATE TABLE act (
  id TEXT NOT NULL PRIMARY KEY,
  at INTEGER NOT NULL,
  who TEXT NOT NULL,                 -- as the audit log names them
  what TEXT NOT NULL,
  object TEXT NOT NULL,              -- id of a record version, of a delivery or of a destination
  reason TEXT,                       -- their own words; NULL: none were asked for
  told TEXT NOT NULL                 -- JSON: what else is known of it
) STRICT, WITHOUT ROWID;
CREATE INDEX act_object ON act (object, at);
