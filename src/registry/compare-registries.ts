import type { Facility } from '../types/registry.ts';
import type { FacilityCode } from '../types/submission.ts';

/** A field of an entry that says something else now. */
export interface FieldChange {
  readonly field: keyof Facility;
  /** Undefined: it was not told. */
  readonly before: Facility[keyof Facility];
  readonly after: Facility[keyof Facility];
}

export interface ChangedFacility {
  readonly code: FacilityCode;
  readonly name: string;
  readonly fields: readonly FieldChange[];
}

/** What one registry says otherwise than another. */
export interface RegistryDifference {
  readonly added: readonly Facility[];
  readonly changed: readonly ChangedFacility[];
  readonly unchanged: readonly FacilityCode[];
  /** In the registry before, and not in the one after. */
  readonly missing: readonly FacilityCode[];
}

/** Fields in the order in which changes are told. */
const FIELDS: readonly (keyof Facility)[] = [
  ...([
    'name',
    'formerNames',
    'cohort',
    'kind',
    'level',
    'ownership',
    'commune',
    'position',
    'gln',
    'services',
  ] as const),
  ...(['openFrom', 'openTo', 'mergedInto', 'scope', 'announced', 'announcement', 'hisVendor', 'contacts'] as const),
  'statistics',
];

/** Compares registries facility by facility and field by field; the order of members and of facilities does not matter. */
export function compareRegistries(before: readonly Facility[], after: readonly Facility[]): RegistryDifference {
  const known = new Map(before.map((facility) => [facility.code, facility]));
  const codes = new Set(after.map(({ code }) => code));
  const compared = after.flatMap((facility) => {
    const earlier = known.get(facility.code);
    return earlier === undefined ? [] : [{ facility, fields: compareFacilities(earlier, facility) }];
  });
  return {
    added: after.filter(({ code }) => !known.has(code)),
    changed: compared
      .filter(({ fields }) => fields.length > 0)
      .map(({ facility: { code, name }, fields }) => ({ code, name, fields })),
    unchanged: compared.filter(({ fields }) => fields.length === 0).map(({ facility }) => facility.code),
    missing: before.map(({ code }) => code).filter((code) => !codes.has(code)),
  };
}

/** Fields in which two entries of a facility differ. */
export function compareFacilities(before: Facility, after: Facility): readonly FieldChange[] {
  return FIELDS.filter((field) => canonical(before[field]) !== canonical(after[field])).map((field) => ({
    field,
    before: before[field],
    after: after[field],
  }));
}

/** Text of a value in which the order of members does not show; what is undefined is not kept. */
function canonical(value: Facility[keyof Facility]): string | undefined {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  );
}
