import type { CodeLists } from '../fhir/code-lists.ts';
import type { Form, Forms } from '../fhir/forms.ts';
import type { IdentifierSystems } from '../fhir/identifier-systems.ts';
import type { RuleCatalogue } from '../types/issue.ts';
import type { FormFormat } from '../types/submission.ts';
import { createCodecs } from './codecs/create-codec.ts';
import { isEpisodeNode } from './compile-node.ts';
import { type CompiledTable, compileTable } from './compile-table.ts';
import type { MappingTable, NodeSpec } from './mapping-table.ts';

export interface TableParts {
  readonly tables: ReadonlyMap<string, MappingTable>;
  readonly forms: Forms;
  readonly systems: IdentifierSystems;
  readonly rules: RuleCatalogue;
  readonly codeLists: CodeLists;
}

const DEFAULT_RANK = 100;

/** The tables of every format, compiled, in the order in which they are mapped. Throws on a mistake in a table. */
export function compileTables(parts: TableParts): ReadonlyMap<string, CompiledTable> {
  const { tables, forms, systems, rules, codeLists } = parts;
  const createCodec = createCodecs(systems, codeLists);
  const formOf = new Map(forms.forms.map((form) => [form.id, form]));
  const episodes = episodeNodes([...tables.values()], formOf);
  const ranked = [...tables.values()].sort(
    ({ rank: left = DEFAULT_RANK }, { rank: right = DEFAULT_RANK }) => left - right,
  );
  return new Map(
    ranked.map((table) => {
      const form = formOf.get(table.table);
      const shared = episodes.get(formatOf(form)) ?? new Map<string, EpisodeNode>();
      const nodeOf = (node: string): NodeSpec => {
        const spec = table.nodes[node] ?? shared.get(node)?.spec;
        if (spec === undefined) throw new Error(`table ${table.table} writes to ${node}, which no table makes`);
        return spec;
      };
      const isCommon = (node: string): boolean => isCommonNode(table, node, shared.get(node));
      const isOuter = forms.forms.some(({ within }) => within === table.table);
      const compiler = { table, nodeOf, isCommon, isOuter, systems, createCodec };
      return [table.table, compileTable(compiler, form, rules)];
    }),
  );
}

/** Format of a form; a table without one is of the claim family. */
export function formatOf(form: Form | undefined): FormFormat {
  return form?.format ?? 'claim-xml';
}

interface EpisodeNode {
  readonly spec: NodeSpec;
  /** How many tables make it. */
  readonly makers: number;
}

/** Nodes that the records of a format have in common, each as the table with the lowest rank makes it. */
function episodeNodes(
  tables: readonly MappingTable[],
  formOf: ReadonlyMap<string, Form>,
): ReadonlyMap<FormFormat, ReadonlyMap<string, EpisodeNode>> {
  const nodes = new Map<FormFormat, Map<string, EpisodeNode>>();
  const first = [...tables].sort(({ rank: left = DEFAULT_RANK }, { rank: right = DEFAULT_RANK }) => left - right);
  for (const table of first) {
    const format = formatOf(formOf.get(table.table));
    const ofFormat = nodes.get(format) ?? new Map<string, EpisodeNode>();
    nodes.set(format, ofFormat);
    for (const [name, spec] of Object.entries(table.nodes)) {
      if (!isEpisodeNode(table, spec)) continue;
      const known = ofFormat.get(name);
      ofFormat.set(name, { spec: known?.spec ?? spec, makers: (known?.makers ?? 0) + 1 });
    }
  }
  return nodes;
}

/** True for a node that other rows, of this table or another, write to as well. */
function isCommonNode(table: MappingTable, node: string, episode: EpisodeNode | undefined): boolean {
  const own = table.nodes[node];
  if (own === undefined || (episode !== undefined && episode.makers > 1 && isEpisodeNode(table, own))) return true;
  // Several rows of one form share what is the record's.
  if (own.episode === true && table.episode !== true) return true;
  return (own.shared === true || own.group !== undefined) && table.episode !== true;
}
