import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PATHS } from '../../src/config/paths.ts';
import { isEpisodeNode } from '../../src/map/compile-node.ts';
import type { MappingTable, NodeSpec, Template } from '../../src/map/mapping-table.ts';
import { conditionsOf } from './conditions.ts';
import { elementOf, type NodeOf } from './fhir-place.ts';
import { code, inline, lines } from './markdown.ts';
import type { PageSources } from './sources.ts';

export const NODE_HEAD: readonly string[] = ['Tên / Name', 'FHIR', 'Được tạo khi / Made when', 'Nhận ra bởi / Told by'];

/** What the rows of a form make: resources and elements of lists, when, and how to tell them from others. */
export function nodeRows(mapping: MappingTable, nodeOf: NodeOf, sources: PageSources): readonly (readonly string[])[] {
  return Object.entries(mapping.nodes).map(([name, node]) => [
    name,
    lines([
      code(elementOf(node, nodeOf)),
      profileLink(node.profile),
      ...(name === mapping.keep
        ? [inline({ vi: 'giữ phần mở rộng của biểu mẫu', en: "has the form's extension" })]
        : []),
    ]),
    lines([
      ...(isEpisodeNode(mapping, node) ? [inline({ vi: 'của cả hồ sơ', en: "the record's own" })] : []),
      ...conditionsOf(node),
      ...(node.confidentiality === undefined ? [] : [`meta.security ${code(node.confidentiality)}`]),
    ]),
    lines([...markOf(node, sources), ...slicesOf(node, sources)]),
  ]);
}

function profileLink(profile: string | undefined): string {
  if (profile === undefined) return '';
  const file = `StructureDefinition-${profile}.json`;
  return existsSync(join(PATHS.profiles, file)) ? `[${profile}](../../profiles/${file})` : profile;
}

/** Constants that tell a node from others of its type. */
function markOf({ set, find }: NodeSpec, sources: PageSources): readonly string[] {
  const like = typeof find === 'object' ? find.like : undefined;
  const facts = like === undefined ? { code: set?.['code'], category: set?.['category'] } : like;
  return factsOf(facts as Template, sources);
}

function slicesOf({ slices = {} }: NodeSpec, sources: PageSources): readonly string[] {
  return Object.entries(slices).map(([path, constants]) => {
    const facts = factsOf(constants, sources).join(', ');
    return `${code(path)}${facts === '' ? '' : `: ${facts}`}`;
  });
}

/** Leaves of constants that identify; a display is for people, and a system alone identifies where there is no code. */
const IDENTIFYING: ReadonlySet<string> = new Set(['code', 'url', 'use', 'text', 'value', 'title', 'name']);

function factsOf(template: Template | undefined, sources: PageSources): readonly string[] {
  const leaves = leavesOf(template, '');
  const codes = leaves.filter(({ key }) => IDENTIFYING.has(key));
  const systems = leaves.filter(({ key, depth }) => key === 'system' && (codes.length === 0 || depth === 1));
  const facts = [...systems, ...codes].map(({ key, value }) => `${key} ${code(inFull(value, sources))}`);
  return [...new Set(facts)];
}

interface Leaf {
  readonly key: string;
  readonly value: string;
  readonly depth: number;
}

/** The texts of a template; its depth is that of a table written by hand. */
function leavesOf(template: Template | undefined, key: string, depth = 0): readonly Leaf[] {
  if (template === undefined || template === null) return [];
  if (typeof template === 'string') return [{ key, value: template, depth }];
  if (Array.isArray(template)) return template.flatMap((item: Template) => leavesOf(item, key, depth));
  if (typeof template !== 'object') return [];
  return Object.entries(template).flatMap(([name, item]) => leavesOf(item as Template, name, depth + 1));
}

/** `$sid.maBn` and `$codes.ma-khoa` as the URIs that they stand for; the base is a matter of the deployment. */
function inFull(value: string, { systems: { base, systems } }: PageSources): string {
  if (value.startsWith('$sid.')) return (systems[value.slice('$sid.'.length)] ?? value).replace(base, '{base}');
  if (value.startsWith('$codes.')) return `{base}/CodeSystem/${value.slice('$codes.'.length)}`;
  return value.replace('$base', '{base}');
}
