import type { SourcedDeadline } from './base-schema.ts';

/** Results of a health check are sent within 24 hours after it ends. */
export const HEALTH_CHECK_DEADLINE: SourcedDeadline = {
  records: ['health-check'],
  hours: 24,
  of: 'clock',
  source: 'QĐ 1551/QĐ-BYT as amended by QĐ 2062/QĐ-BYT of 07/07/2026',
};
