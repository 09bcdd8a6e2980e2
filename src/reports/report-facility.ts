import { toLocalInstant } from '../fhir/local-time.ts';
import type { FacilityStanding } from '../types/coverage.ts';
import type { ReportFacility } from '../types/report.ts';

/** What a report tells of a facility: no contact, no note, nothing that is of now and not of the day. */
export function toReportFacility(standing: FacilityStanding): ReportFacility {
  const { facility, coverage, figures } = standing;
  const { announced: isAnnounced, ...published } = coverage;
  return {
    ...published,
    name: facility.name,
    cohort: facility.cohort,
    ownership: facility.ownership,
    level: facility.level,
    commune: facility.commune,
    position: facility.position ?? null,
    scope: standing.scope,
    announced: isAnnounced ? facility.announced : null,
    proven: standing.proven,
    completeDays: standing.completeDays,
    connected: standing.connected,
    sending: standing.sending,
    silence: standing.silence,
    lastAcceptedAt: standing.lastAcceptedAt === null ? null : toLocalInstant(standing.lastAcceptedAt),
    received: figures.received,
    accepted: figures.accepted,
    quarantined: figures.quarantined,
    refused: figures.refused,
    // What waits for a destination now did not wait, or otherwise, at the end of the month.
    advice: standing.advice
      .filter(({ behind }) => behind === null || !('queue' in behind))
      .map(({ kind, text, affected }) => ({ kind, text, affected })),
  };
}
