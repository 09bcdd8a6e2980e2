import type { StructureDefinition } from '@medplum/fhirtypes';
import { CORRECTED_INVARIANTS } from '../../src/validate/definitions/corrected-invariants.ts';
import { CORRECTED_BINDINGS } from './corrected-bindings.ts';
import { CORRECTED_PARTS } from './corrected-parts.ts';
import { CORRECTED_TARGETS } from './corrected-targets.ts';

const HEAD = `# Corrected invariants, bindings, targets and parts of FHIR R4

R4 (4.0.1) was published with some faults. The validator decides by the corrected forms below, as the reference validator of
HL7 does in its own corrections, unless the reason says otherwise. An expression that a loaded package has copied from R4 is
corrected too. \`txt-1\` and \`txt-2\` call a function that FHIRPath does not define; the validator checks narratives itself.

Made by \`npm run generate\` from \`src/validate/definitions/corrected-invariants.ts\`,
\`scripts/definitions/corrected-bindings.ts\`, \`scripts/definitions/corrected-targets.ts\` and
\`scripts/definitions/corrected-parts.ts\`.
`;

/**
 * The page of the documentation about the corrections. `structures` are as published; refuses (throws) a correction that
 * finds nothing in them: the definitions have changed then.
 */
export function correctionsPage(structures: readonly StructureDefinition[]): string {
  const invariants = CORRECTED_INVARIANTS.map(({ published, corrected, why }) =>
    section(invariantTitle(published, structures), why, published, corrected),
  );
  const bindings = CORRECTED_BINDINGS.map(({ path, published, corrected, why }) => {
    const title = `Binding of ${path} to ${published.valueSet.replace(/^.*\//, '')}`;
    expectBinding(path, published.valueSet, structures);
    const [before, after] = [published, corrected].map(({ strength, valueSet }) => `${strength} ${valueSet}`);
    return section(title, why, before ?? '', after ?? '');
  });
  const targets = CORRECTED_TARGETS.map(({ path, target, why }) => {
    const before = targetsOf(path, structures);
    return section(`Targets of ${path}`, why, before.join('\n'), [...before, target].join('\n'));
  });
  const parts = CORRECTED_PARTS.map(({ extension, published, alias, why }) =>
    section(`Parts of ${extension}`, why, published, `${published}\n${alias}`),
  );
  return [HEAD, ...invariants, ...bindings, ...targets, ...parts].join('\n');
}

function section(title: string, why: string, published: string, corrected: string): string {
  return `## ${title}\n\n${why}\n\nPublished:\n\n${block(published)}\n\nHere:\n\n${block(corrected)}\n`;
}

function block(text: string): string {
  return `\`\`\`\n${text}\n\`\`\``;
}

/** The keys of the constraints that have the expression. */
function invariantTitle(expression: string, structures: readonly StructureDefinition[]): string {
  const elements = structures.flatMap(({ snapshot }) => snapshot?.element ?? []);
  const constraints = elements.flatMap(({ constraint = [] }) => constraint);
  const keys = constraints.flatMap((one) => (one.expression === expression && one.key ? one.key : []));
  if (keys.length === 0) throw new Error(`no invariant of R4 says ${expression}`);
  return [...new Set(keys)].sort().join(', ');
}

function expectBinding(path: string, valueSet: string, structures: readonly StructureDefinition[]): void {
  const elements = structures.flatMap(({ snapshot }) => snapshot?.element ?? []);
  if (!elements.some((element) => element.path === path && element.binding?.valueSet === valueSet)) {
    throw new Error(`no ${path} of R4 is bound to ${valueSet}`);
  }
}

function targetsOf(path: string, structures: readonly StructureDefinition[]): readonly string[] {
  const elements = structures.flatMap(({ snapshot }) => snapshot?.element ?? []);
  const [row] = elements.find((element) => element.path === path)?.type ?? [];
  if (row?.targetProfile === undefined) throw new Error(`no ${path} of R4 is a reference`);
  return row.targetProfile.map((canonical) => canonical.slice(canonical.lastIndexOf('/') + 1));
}
