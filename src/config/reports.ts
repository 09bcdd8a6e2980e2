import { dailyTime } from './schema-parts.ts';

/** `reports`, as it stands in the file: a gateway freezes by itself unless it is told not to. */
export const REPORTS_SCHEMA = {
  type: 'object',
  description: 'dailyAt',
  additionalProperties: false,
  default: {},
  properties: { dailyAt: dailyTime('06:00') },
} as const;
