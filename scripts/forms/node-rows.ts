import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PATHS } from '../../src/config/paths.ts';
import { isEpisodeNode } from '../../src/map/compile-node.ts';
import type { Condition, NodeSpec, Template } from '../../src/map/mapping-table.ts';
import { conditionsOf } from './conditions.ts';
import { elementAt, elementName } from './fhir-place.ts';
import type { FormContext } from './form-context.ts';
import { code, inline, lines } from './markdown.ts';
import type { PageSources } from './sources.ts';

export const NODE_HEAD: readonly string[] = ['Tên / Name', 'FHIR', 'Được tạo khi / Made when', 'Nhận ra bởi / Told by'];

/** What the rows of a form make: resources and elements of lists, when, and how to tell them from others. */
export function nodeRows(context: FormContext): readonly (readonly string[])[] {
  const { mapping, nodeOf, nameOf, sources } = context;
  return ownNodes(context).map(([name, node]) => [
    name,
    lines([
      code(elementName(node, nodeOf)),
      profileLink(node.profile),
      ...(name === mapping.keep
        ? [inline({ vi: 'giữ phần mở rộng của biểu mẫu', en: "has the form's extension" })]
        : []),
    ]),
    lines([
      ...(isEpisodeNode(mapping, node) ? [inline({ vi: 'của cả hồ sơ', en: "the record's own" })] : []),
      ...conditionsOf(node, nameOf),
      ...(node.confidentiality === undefined ? [] : [`meta.security ${code(node.confidentiality)}`]),
    ]),
    lines([...markOf(node, sources), ...attachmentsOf(node, context), ...slicesOf(node, sources)]),
  ]);
}

/** A table that several forms are like makes some nodes of fields that only some of them have. */
function ownNodes({ mapping, nameOf }: FormContext): readonly (readonly [name: string, node: NodeSpec])[] {
  const isOwn = (name: string) => nameOf(name) !== undefined;
  const isMet = (condition: Condition) => !('any' in condition) || condition.any.some(isOwn);
  return Object.entries(mapping.nodes).filter(
    ([, { when = [], each }]) => when.every(isMet) && (each === undefined || each.some(isOwn)),
  );
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

/** Where another resource refers to a node, with the constants beside the reference. */
function attachmentsOf({ attach = [] }: NodeSpec, { nodeOf, sources }: FormContext): readonly string[] {
  return attach.map(({ to, element }) => {
    const facts = factsOf(element, sources).join(', ');
    return `${inline({ vi: 'ở', en: 'at' })} ${code(elementAt(to, nodeOf))}${facts === '' ? '' : `: ${facts}`}`;
  });
}

function slicesOf({ slices = {} }: NodeSpec, sources: PageSources): readonly string[] {
  return Object.entries(slices).map(([path, constants]) => {
    const facts = factsOf(constants, sources).join(', ');
    return facts === '' ? '' : `${code(path)}: ${facts}`;
  });
}

/** Leaves of constants that identify; a display is for people, and a system alone identifies where there is no code. */
const IDENTIFYING: ReadonlySet<string> = new Set([
  'code',
  'url',
  'use',
  'text',
  'value',
  'title',
  'name',
  'rank',
  'mode',
]);

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
  if (typeof template === 'number') return [{ key, value: String(template), depth }];
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
