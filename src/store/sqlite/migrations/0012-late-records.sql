-- Which records were there when days were counted: those that are committed later and were received on a counted day are late, and
-- everything is counted anew.
ALTER TABLE closed_days ADD COLUMN begun INTEGER NOT NULL DEFAULT 0;      -- record.sequence when counting began
ALTER TABLE closed_days ADD COLUMN seen INTEGER NOT NULL DEFAULT 0;       -- when the newest day was counted
ALTER TABLE programme_state ADD COLUMN seen INTEGER NOT NULL DEFAULT 0;
