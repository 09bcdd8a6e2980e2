-- By which policy a record was judged, and every rule that it breaks: also those that the policy turns off, which have
-- no issue in the outcome. What a stricter policy would do can so be told without the record.

ALTER TABLE record ADD COLUMN policy TEXT;                        -- name, version, content and phase
ALTER TABLE record ADD COLUMN broken TEXT NOT NULL DEFAULT '[]';  -- JSON: ids of rules, each once

UPDATE record SET broken = (
  SELECT json_group_array(rule) FROM (
    SELECT DISTINCT json_extract(issue.value, '$.details.coding[0].code') AS rule
    FROM json_each(record.outcome, '$.issue') AS issue
    WHERE json_extract(issue.value, '$.details.coding[0].code') IS NOT NULL
    ORDER BY rule
  )
);
