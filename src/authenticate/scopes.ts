/** What a facility may be granted, in the order it is written in the answer. */
export const FACILITY_SCOPES: readonly string[] = [
  'system/*.cruds',
  'system/*.write',
  'system/*.read',
  'system/*.rs',
  'system/Patient.rs',
];

const DEFAULT_SCOPES: readonly string[] = ['system/*.cruds'];

/** `system/*.` or `system/Patient.` in the grammar of SMART v1 (read, write, *) or v2 (letters of cruds, in that order). */
const SYSTEM_SCOPE = /^system\/(?:\*|Patient)\.(?:read|write|\*|(?=[cruds])c?r?u?d?s?)$/;

/** v1's word for everything is v2's `cruds`. @source https://hl7.org/fhir/smart-app-launch/scopes-and-launch-context.html */
const ALL_V1 = 'system/*.*';

/**
 * Scopes granted for the `scope` parameter: those asked for that a facility may have, `system/*.cruds` when none were
 * asked for. Refuses (undefined) a request with an unknown scope, and one that leaves nothing to grant.
 */
export function grantScopes(requested: string | undefined): readonly string[] | undefined {
  if (requested === undefined) return DEFAULT_SCOPES;
  const asked = requested.split(' ').filter((scope) => scope !== '');
  if (!asked.every((scope) => SYSTEM_SCOPE.test(scope))) return undefined;
  const wanted = new Set(asked.map((scope) => (scope === ALL_V1 ? 'system/*.cruds' : scope)));
  const granted = FACILITY_SCOPES.filter((scope) => wanted.has(scope));
  return granted.length > 0 ? granted : undefined;
}
