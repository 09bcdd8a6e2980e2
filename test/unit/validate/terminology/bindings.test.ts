import { describe, expect, it } from '@jest/globals';
import type { ElementDefinitionBinding, Extension } from '@medplum/fhirtypes';
import { createCodedChecks } from '../../../../src/validate/terminology/bindings/coded-checks.ts';
import { createTerminology } from '../../../../src/validate/terminology/create-terminology.ts';
import {
  codeSystemOf,
  collectFindings,
  definitionsOf,
  namedValueSet,
  readTerminologyCases,
  systemOf,
  valueSetOf,
} from '../../../support/terminology-cases.ts';

interface BindingCase {
  readonly name: string;
  readonly type: string;
  readonly strength: NonNullable<ElementDefinitionBinding['strength']>;
  readonly set: string;
  readonly max?: string;
  readonly ofProfile?: boolean;
  readonly additional?: { readonly purpose: string; readonly set: string; readonly usage?: boolean };
  readonly value?: unknown;
  readonly sibling?: unknown;
  readonly finds: readonly string[];
}

const cases = readTerminologyCases('bindings.yaml') as readonly BindingCase[];
const GENDER = systemOf('gender');
const definitions = definitionsOf([
  codeSystemOf({ id: 'gender', caseSensitive: true, concept: [{ code: 'f' }, { code: 'm' }, { code: 'x' }] }),
  namedValueSet('small', {
    version: '1',
    compose: { include: [{ system: GENDER, concept: [{ code: 'f' }, { code: 'm' }] }] },
  }),
  namedValueSet('wide', { compose: { include: [{ system: GENDER }] } }),
  namedValueSet('open', { compose: { include: [{ system: systemOf('unknown') }] } }),
]);
const checks = createCodedChecks(createTerminology(definitions), definitions);

function canonicalOf(name: string): string {
  return name.includes(':') ? name : valueSetOf(name);
}

function bindingOf({ strength, set, max, additional }: BindingCase): ElementDefinitionBinding {
  const extension: Extension[] = [];
  if (max !== undefined) {
    const url = 'http://hl7.org/fhir/StructureDefinition/elementdefinition-maxValueSet';
    extension.push({ url, valueCanonical: canonicalOf(max) });
  }
  if (additional !== undefined) {
    const parts: Extension[] = [
      { url: 'purpose', valueCode: additional.purpose },
      { url: 'valueSet', valueCanonical: canonicalOf(additional.set) },
    ];
    if (additional.usage) parts.push({ url: 'usage' });
    extension.push({ url: 'http://hl7.org/fhir/tools/StructureDefinition/additional-binding', extension: parts });
  }
  return { strength, valueSet: canonicalOf(set), extension };
}

/** Systems by their short names, wherever they stand. */
function withSystems(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withSystems);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, name === 'system' ? systemOf(String(item)) : withSystems(item)]),
  );
}

describe('test/cases/validate/terminology/bindings.yaml', () => {
  it.each(cases.map((each) => [each.name, each] as const))('%s', (_name, each) => {
    const findings = collectFindings();
    const check = checks.binding(bindingOf(each), each.type, each.ofProfile);
    check?.(withSystems(each.value), findings, each.sibling);
    expect(findings.found.toSorted()).toEqual(each.finds);
  });

  it('names the value set by its url, whatever version the binding asks for', () => {
    const findings = collectFindings();
    checks.binding({ strength: 'required', valueSet: `${valueSetOf('small')}|1` }, 'code')?.('x', findings);
    expect(findings.found).toEqual(['LT-V200']);
    expect(findings.words).toEqual([{ valueSet: valueSetOf('small') }]);
  });

  it('has nothing to check where nothing can be decided', () => {
    expect(checks.binding({ strength: 'required' }, 'code')).toBeUndefined();
    expect(checks.binding({ strength: 'example', valueSet: valueSetOf('small') }, 'code')).toBeUndefined();
    expect(checks.binding({ strength: 'required', valueSet: valueSetOf('small') }, 'boolean')).toBeUndefined();
  });
});
