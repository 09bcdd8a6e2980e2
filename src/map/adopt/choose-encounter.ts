import type { JsonNode } from '../json-node.ts';
import { textAt } from '../unchecked-element.ts';
import { subjectOf } from './encounter-reference.ts';
import type { LeftOutReason } from './left-out.ts';
import { isInside, isOnDaysOf, momentOf, periodOf, spanOf } from './moments.ts';

/**
 * The encounter that something belongs to which names none: of the same patient, and at its time. Without a time it is the
 * patient's only encounter.
 */
export function chooseEncounter(resource: JsonNode, encounters: readonly JsonNode[]): JsonNode | LeftOutReason {
  const ofPatient = encountersOfPatient(resource, encounters);
  const moment = momentOf(resource);
  if (moment === undefined) return theOnly(ofPatient);
  const dated = ofPatient.map((encounter) => ({ encounter, period: periodOf(encounter['period']) }));
  const inside = dated.filter(({ period }) => period !== undefined && isInside(moment, period));
  if (inside[0] !== undefined && inside.length === 1) return inside[0].encounter;
  // Where nothing tells the time of the only encounter, nothing speaks against it.
  const onDays = dated.filter(({ period }) => (period === undefined ? dated.length === 1 : isOnDaysOf(moment, period)));
  if (onDays.length === 0 && ofPatient.length > 0) return 'outside-encounter';
  return theOnly(onDays.map(({ encounter }) => encounter));
}

/** The encounter before an appointment, which is what it is to come back after. */
export function encounterBefore(appointment: JsonNode, encounters: readonly JsonNode[]): JsonNode | LeftOutReason {
  const ofPatient = encountersOfPatient(appointment, encounters);
  const start = spanOf(appointmentDay(appointment));
  if (start === undefined) return theOnly(ofPatient);
  const ended = ofPatient
    .map((encounter) => ({ encounter, end: spanOf(textAt(encounter['period'], 'end'))?.to }))
    .filter((one): one is { encounter: JsonNode; end: number } => one.end !== undefined && one.end < start.to)
    .sort((left, right) => right.end - left.end);
  if (ended[0] !== undefined) return ended[0].encounter;
  return ofPatient.length === 0 ? 'no-encounter' : 'outside-encounter';
}

/** When an appointment is, or is asked for. */
export function appointmentDay(appointment: JsonNode): string | undefined {
  const requested = Array.isArray(appointment['requestedPeriod']) ? appointment['requestedPeriod'][0] : undefined;
  return textAt(requested, 'start') ?? textAt(appointment, 'start');
}

/** The encounters of the same patient that a period (of a card) covers at least a day of. */
export function overlapping(resource: JsonNode, encounters: readonly JsonNode[]): readonly JsonNode[] | LeftOutReason {
  const ofPatient = encountersOfPatient(resource, encounters);
  if (ofPatient.length === 0) return 'no-encounter';
  const from = spanOf(textAt(resource['period'], 'start'))?.from ?? Number.NEGATIVE_INFINITY;
  const to = spanOf(textAt(resource['period'], 'end'))?.to ?? Number.POSITIVE_INFINITY;
  const found = ofPatient.filter((encounter) => {
    const period = periodOf(encounter['period']);
    return period === undefined || isOnDaysOf({ from, to, isInstant: false }, period);
  });
  return found.length === 0 ? 'outside-encounter' : found;
}

/** Of something without a subject: every encounter, when they are all of one patient. */
function encountersOfPatient(resource: JsonNode, encounters: readonly JsonNode[]): readonly JsonNode[] {
  const subject = subjectOf(resource);
  if (subject !== undefined) return encounters.filter((encounter) => subjectOf(encounter) === subject);
  return new Set(encounters.map(subjectOf)).size === 1 ? encounters : [];
}

function theOnly(encounters: readonly JsonNode[]): JsonNode | LeftOutReason {
  const [first] = encounters;
  if (first === undefined) return 'no-encounter';
  return encounters.length === 1 ? first : 'several-encounters';
}
