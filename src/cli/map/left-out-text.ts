import type { LeftOut, LeftOutReason } from '../../map/adopt/left-out.ts';

/** What is in no claim, as the sender knows it. */
export interface NamedLeftOut extends LeftOut {
  /** Where it stands in the file: `Bundle.entry[8]`, `line 9`. */
  readonly place: string;
}

const REASONS: Readonly<Record<LeftOutReason, string>> = {
  status: 'its status',
  intent: 'its intent',
  'do-not-perform': 'it says what is not to be done',
  'not-executed': 'what was ordered was not done',
  'encounter-left-out': 'the Encounter that it names is left out itself',
  'encounter-unknown': 'the Encounter that it names is not here',
  'no-encounter': 'it names no Encounter, and no claim is made of one of this patient',
  'several-encounters': 'it names no Encounter, and several of this patient could be it',
  'outside-encounter': 'it names no Encounter, and is of the time of none of this patient',
  'problem-list': 'a problem of the patient that no Encounter lists',
  'kind-unknown': 'it has no category and no report lists it, so it may be no result',
  'no-value': 'a result without a value',
  'not-on-claim': 'the Claim does not have it',
};

/** Lines for people. */
export function describeLeftOut(path: string, leftOut: readonly NamedLeftOut[]): string[] {
  if (leftOut.length === 0) return [];
  return [
    `${path}: ${leftOut.length} resources that are in no claim:`,
    ...leftOut.map(({ place, resource, reason, detail }) => {
      const why = detail === undefined ? REASONS[reason] : `${REASONS[reason]} is ${detail}`;
      return `  ${place}  ${resource}  ${why}`;
    }),
  ];
}
