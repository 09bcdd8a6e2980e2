/** `system/`, a resource type or `*`, and what may be done with it. */
const SCOPE = /^system\/(?<type>\*|[A-Z][A-Za-z]*)\.(?<allowed>read|write|\*|c?r?u?d?s?)$/;

/**
 * True when a scope lets a system write resources of every type: `.write` or `.*` (SMART v1), or v2 permissions
 * with create. A scope of one type does not: a record is made of many, and is taken whole.
 * @source https://hl7.org/fhir/smart-app-launch/scopes-and-launch-context.html
 */
export function mayWrite(scopes: readonly string[]): boolean {
  return scopes.some((scope) => allows(scope, '*', 'write', 'c'));
}

/**
 * True when a scope lets a system read resources of a type (`*`: of every type): `.read` or `.*` (v1), or v2 permissions
 * with read.
 */
export function mayRead(scopes: readonly string[], type = '*'): boolean {
  return scopes.some((scope) => allows(scope, type, 'read', 'r'));
}

function allows(scope: string, type: string, version1: 'read' | 'write', version2: 'c' | 'r'): boolean {
  const { type: granted, allowed = '' } = SCOPE.exec(scope)?.groups ?? {};
  if (granted !== '*' && granted !== type) return false;
  if (allowed === 'read' || allowed === 'write') return allowed === version1;
  return allowed === '*' || allowed.includes(version2);
}
