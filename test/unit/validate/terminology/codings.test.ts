import { describe, expect, it } from '@jest/globals';
import type { CodeSystem } from '@medplum/fhirtypes';
import { createCodedChecks } from '../../../../src/validate/terminology/bindings/coded-checks.ts';
import { createTerminology } from '../../../../src/validate/terminology/create-terminology.ts';
import {
  codeSystemOf,
  collectFindings,
  definitionsOf,
  namedValueSet,
  readTerminologyCases,
  systemOf,
} from '../../../support/terminology-cases.ts';

interface Table {
  readonly codeSystems: readonly (Partial<CodeSystem> & { readonly id: string })[];
  readonly valueSets: readonly string[];
  readonly codings: readonly { readonly name: string; readonly coding: unknown; readonly finds: readonly string[] }[];
  readonly quantities: readonly {
    readonly name: string;
    readonly quantity: unknown;
    readonly finds: readonly string[];
  }[];
}

const table = readTerminologyCases('codings.yaml') as Table;
const names = new Set(table.codeSystems.map(({ id }) => id));
const definitions = definitionsOf([
  ...table.codeSystems.map(codeSystemOf),
  ...table.valueSets.map((name) => namedValueSet(name, { compose: { include: [] } })),
]);
const checks = createCodedChecks(createTerminology(definitions), definitions);

/** A system by its short name, when it is one of the table. */
function withSystem(value: unknown): unknown {
  const { system } = (value ?? {}) as { readonly system?: unknown };
  return typeof system === 'string' && names.has(system) ? { ...(value as object), system: systemOf(system) } : value;
}

describe('test/cases/validate/terminology/codings.yaml', () => {
  it.each(table.codings.map((each) => [each.name, each] as const))('coding: %s', (_name, { coding, finds }) => {
    const findings = collectFindings();
    checks.coding(withSystem(coding), findings);
    expect(findings.found).toEqual(finds);
  });

  it.each(table.quantities.map((each) => [each.name, each] as const))('quantity: %s', (_name, { quantity, finds }) => {
    const findings = collectFindings();
    checks.quantity(withSystem(quantity), findings);
    expect(findings.found).toEqual(finds);
  });

  it('repeats nothing that was sent', () => {
    const findings = collectFindings();
    for (const { coding } of table.codings) checks.coding(withSystem(coding), findings);
    const said = findings.words.flatMap((words) => Object.values(words).map(String));
    const own = new Set(['Female', 'Male', 'One']);
    expect(said.filter((word) => !own.has(word) && definitions.codeSystem(word) === undefined)).toEqual([
      'http://loinc.org',
      'http://loinc.org',
    ]);
  });
});
