import { dailyTime, integer } from './schema-parts.ts';

/** `reconciliation`, as it stands in the file. */
export const RECONCILIATION_SCHEMA = {
  type: 'object',
  description: 'dailyAt and days',
  additionalProperties: false,
  default: {},
  properties: { dailyAt: dailyTime('01:30'), days: integer(1, 366, 7) },
} as const;
