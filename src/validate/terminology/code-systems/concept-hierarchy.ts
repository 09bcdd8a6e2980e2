import type { CodeSystem, CodeSystemConcept } from '@medplum/fhirtypes';
import { propertyText } from './concept.ts';

/** Which codes stand below which, by nesting and by the properties parent, subsumedBy and child. */
export interface ConceptHierarchy {
  children(code: string): ReadonlySet<string>;
  parents(code: string): ReadonlySet<string>;
  /** All codes below one, without itself (unless the system has it in a circle). */
  descendants(code: string): ReadonlySet<string>;
  /** All codes above one, without itself. */
  ancestors(code: string): ReadonlySet<string>;
}

type Links = Map<string, Set<string>>;
const PROPERTY_BASE = 'http://hl7.org/fhir/concept-properties#';
const NONE: ReadonlySet<string> = new Set();

/** @source https://hl7.org/fhir/R4/codesystem.html#hierarchy */
export function createConceptHierarchy(
  concepts: ReadonlyMap<string, CodeSystemConcept>,
  properties: CodeSystem['property'] = [],
): ConceptHierarchy {
  const below: Links = new Map();
  const above: Links = new Map();
  const roles = rolesOf(properties);

  function link(parent: string | undefined, child: string | undefined): void {
    if (parent === undefined || child === undefined) return;
    append(below, parent, child);
    append(above, child, parent);
  }

  for (const [code, concept] of concepts) {
    for (const child of concept.concept ?? []) link(code, child.code);
    for (const [role, value] of relations(concept, roles)) {
      if (role === 'parent') link(value, code);
      else link(code, value);
    }
  }
  return {
    children: (code) => below.get(code) ?? NONE,
    parents: (code) => above.get(code) ?? NONE,
    descendants: (code) => reach(below, code),
    ancestors: (code) => reach(above, code),
  };
}

type Role = 'parent' | 'child';

/** A property is known by its uri; without one by its usual code. */
function rolesOf(properties: NonNullable<CodeSystem['property']>): ReadonlyMap<string, Role> {
  const roles = new Map<string, Role>([
    ['parent', 'parent'],
    ['subsumedBy', 'parent'],
    ['child', 'child'],
  ]);
  for (const { code, uri } of properties) {
    if (code === undefined || uri === undefined) continue;
    if (uri === `${PROPERTY_BASE}parent`) roles.set(code, 'parent');
    if (uri === `${PROPERTY_BASE}child`) roles.set(code, 'child');
  }
  return roles;
}

function* relations(
  concept: CodeSystemConcept,
  roles: ReadonlyMap<string, Role>,
): Iterable<[Role, string | undefined]> {
  for (const property of concept.property ?? []) {
    const role = roles.get(property.code ?? '');
    if (role !== undefined) yield [role, propertyText(property)];
  }
}

function append(links: Links, from: string, to: string): void {
  const others = links.get(from);
  if (others === undefined) links.set(from, new Set([to]));
  else others.add(to);
}

function reach(links: Links, from: string): ReadonlySet<string> {
  const reached = new Set<string>();
  const waiting = [...(links.get(from) ?? NONE)];
  for (let code = waiting.pop(); code !== undefined; code = waiting.pop()) {
    if (reached.has(code)) continue;
    reached.add(code);
    for (const next of links.get(code) ?? NONE) waiting.push(next);
  }
  return reached;
}
