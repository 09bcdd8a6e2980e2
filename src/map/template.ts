import type { IdentifierSystems } from '../fhir/identifier-systems.ts';
import { DATA_ABSENT_REASON_URL } from './absent.ts';
import { type Episode, type Instance, type RowScope, referenceTo } from './episode.ts';
import type { Template } from './mapping-table.ts';
import { isObject } from './unchecked-element.ts';

/** What the holes of a template are filled from. */
export interface TemplateScope {
  readonly episode: Episode;
  readonly row: RowScope;
  readonly self: Instance | undefined;
  /** Item of a `;` list and its place from 0. */
  readonly item: string;
  readonly index: number;
  /** Place in the list that the element is appended to, from 1. */
  readonly position: number;
}

/** Makes a fresh value each time; undefined when a hole has nothing to fill it. */
export type Fill = (scope: TemplateScope) => unknown;

/** Compiles a template once. Throws on an unknown `$sid` name: a table with a mistake must not start. */
export function compileTemplate(template: Template, systems: IdentifierSystems): Fill {
  if (typeof template === 'string') return compileText(template, systems);
  if (typeof template !== 'object') return () => template;
  if (Array.isArray(template)) return compileList(template as readonly Template[], systems);
  const hole = compileHole(template as { readonly [name: string]: Template });
  return hole ?? compileObject(template as { readonly [name: string]: Template }, systems);
}

function compileText(text: string, systems: IdentifierSystems): Fill {
  const expanded = expandConstants(text, systems);
  if (expanded === '$facility') return ({ episode }) => episode.facility;
  if (expanded === '$item') return ({ item }) => item;
  if (expanded.includes('{facility}')) return ({ episode }) => expanded.replace('{facility}', episode.facility);
  return () => expanded;
}

/** `$sid.cccd`, `$codes.ma-nhom` and `$base/…` as URIs. */
export function expandConstants(text: string, { base, systems }: IdentifierSystems): string {
  if (text.startsWith('$base')) return base + text.slice('$base'.length);
  if (text.startsWith('$codes.')) return `${base}/CodeSystem/${text.slice('$codes.'.length)}`;
  if (!text.startsWith('$sid.')) return text;
  const uri = systems[text.slice('$sid.'.length)];
  if (uri === undefined) throw new Error(`${text} is not in profiles/identifiers.json`);
  return uri;
}

function compileList(items: readonly Template[], systems: IdentifierSystems): Fill {
  const fills = items.map((item) => compileTemplate(item, systems));
  return (scope) => {
    const list = fills.map((fill) => fill(scope)).filter((value) => value !== undefined);
    return list.length === 0 ? undefined : list;
  };
}

function compileObject(template: { readonly [name: string]: Template }, systems: IdentifierSystems): Fill {
  const fills = Object.entries(template).map(([name, value]) => [name, compileTemplate(value, systems)] as const);
  return (scope) => {
    const object: Record<string, unknown> = {};
    for (const [name, fill] of fills) {
      const value = fill(scope);
      if (value !== undefined) object[name] = value;
    }
    return object;
  };
}

function compileHole(template: { readonly [name: string]: Template }): Fill | undefined {
  if ('ref' in template) return compileReference(String(template['ref']));
  if ('lookup' in template) return compileLookup(String(template['lookup']), template['by'] as readonly string[]);
  if ('copy' in template) return compileCopy(String(template['copy']));
  if ('absent' in template) {
    const reason = template['absent'];
    return () => ({ extension: [{ url: DATA_ABSENT_REASON_URL, valueCode: reason }] });
  }
  if (template['position'] === true) return ({ position }) => position;
  if (typeof template['index'] === 'number') {
    const offset = template['index'];
    return ({ index }) => index + offset;
  }
  return template['first'] === true ? ({ index }) => index === 0 : undefined;
}

function compileReference(node: string): Fill {
  return ({ episode, row, self }) => {
    const instance = node === 'self' ? self : (row.instances.get(node) ?? episode.nodes.get(node));
    return instance === undefined ? undefined : { reference: referenceTo(instance) };
  };
}

function compileLookup(node: string, by: readonly string[]): Fill {
  return ({ episode, row }) => {
    const instance = episode.lookup(node, contentKey(row, by));
    return instance === undefined ? undefined : { reference: referenceTo(instance) };
  };
}

/** Values of some fields of a row as one text; a missing field counts as empty. */
export function contentKey({ fields }: RowScope, names: readonly string[]): string {
  return names.map((name) => fields.get(name) ?? '').join('\u0000');
}

function compileCopy(path: string): Fill {
  const [node = '', ...names] = path.split('.');
  return ({ episode, row }) => {
    let at: unknown = (row.instances.get(node) ?? episode.nodes.get(node))?.object;
    for (const name of names) at = isObject(at) ? at[name] : undefined;
    return at;
  };
}
