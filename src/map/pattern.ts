import type { IdentifierSystems } from '../fhir/identifier-systems.ts';
import type { Template } from './mapping-table.ts';
import { expandConstants } from './template.ts';
import { isObject } from './unchecked-element.ts';

/** True when a value has the constants of a template; what the template fills in by itself may be anything. */
export type Matches = (value: unknown, facility: string) => boolean;

const ANYTHING: Matches = () => true;
const HOLES = new Set(['ref', 'lookup', 'absent', 'copy', 'position', 'index', 'first']);

/** Compiles the constants of a template to a test. A list holds at least the elements of the template's list. */
export function compilePattern(template: Template, systems: IdentifierSystems): Matches {
  if (typeof template === 'string') return compileText(expandConstants(template, systems));
  if (typeof template !== 'object') return (value) => value === template;
  if (Array.isArray(template)) return compileList(template as readonly Template[], systems);
  const entries = Object.entries(template);
  const [[first, offset] = ['', 0]] = entries;
  // Places of items are numbered from the offset.
  if (first === 'index') return (value) => typeof value === 'number' && value >= Number(offset);
  if (entries.some(([name]) => HOLES.has(name))) return ANYTHING;
  const properties = entries.map(([name, part]) => [name, compilePattern(part, systems)] as const);
  return (value, facility) => isObject(value) && properties.every(([name, matches]) => matches(value[name], facility));
}

function compileText(text: string): Matches {
  if (text === '$item') return ANYTHING;
  if (text === '$facility') return (value, facility) => value === facility;
  if (!text.includes('{facility}')) return (value) => value === text;
  return (value, facility) => value === text.replace('{facility}', facility);
}

function compileList(items: readonly Template[], systems: IdentifierSystems): Matches {
  const wanted = items.map((item) => compilePattern(item, systems));
  return (value, facility) =>
    Array.isArray(value) && wanted.every((matches) => value.some((element) => matches(element, facility)));
}
