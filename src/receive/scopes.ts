const ALL_RESOURCES = /^system\/\*\.(read|write|\*|c?r?u?d?s?)$/;

/**
 * True when a scope lets a system write resources of every type: `.write` or `.*` (SMART v1), or v2 permissions
 * with create. A scope of one type does not: a record is made of many, and is taken whole.
 * @source https://hl7.org/fhir/smart-app-launch/scopes-and-launch-context.html
 */
export function mayWrite(scopes: readonly string[]): boolean {
  return scopes.some((scope) => allows(scope, 'write', 'c'));
}

/** True when a scope lets a system read resources of every type: `.read` or `.*` (v1), or v2 permissions with read. */
export function mayRead(scopes: readonly string[]): boolean {
  return scopes.some((scope) => allows(scope, 'read', 'r'));
}

function allows(scope: string, version1: 'read' | 'write', version2: 'c' | 'r'): boolean {
  const permission = ALL_RESOURCES.exec(scope)?.[1] ?? '';
  if (permission === 'read' || permission === 'write') return permission === version1;
  return permission === '*' || permission.includes(version2);
}
