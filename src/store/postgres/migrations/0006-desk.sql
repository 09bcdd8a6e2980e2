-- As src/store/sqlite/migrations/0011-desk.sql.
CREATE INDEX delivery_arrived ON delivery (destination, delivered_at) WHERE delivered_at IS NOT NULL;
-- Only for statements that name sequence: see delivery_due in 0001.
CREATE INDEX delivery_held ON delivery (destination, state, reason, sequence)
  WHERE state IN ('parked', 'refused', 'unknown') AND sequence IS NOT NULL;

CREATE TABLE act (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  at BIGINT NOT NULL,
  who TEXT NOT NULL,
  what TEXT NOT NULL,
  object TEXT COLLATE "C" NOT NULL,
  reason TEXT,
  told TEXT NOT NULL
);
CREATE INDEX act_object ON act (object, at);
