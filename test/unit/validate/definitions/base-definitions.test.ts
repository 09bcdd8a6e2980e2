import { describe, expect, it } from '@jest/globals';
import { CORRECTED_PARTS } from '../../../../scripts/definitions/corrected-parts.ts';
import { CORRECTED_TARGETS } from '../../../../scripts/definitions/corrected-targets.ts';
import { verbatimDefinitions } from '../../../../scripts/definitions/generate.ts';
import { loadBaseDefinitions } from '../../../../src/validate/definitions/base-definitions.ts';
import { CORRECTED_INVARIANTS } from '../../../../src/validate/definitions/corrected-invariants.ts';

const R4 = 'http://hl7.org/fhir/StructureDefinition/';
const base = loadBaseDefinitions();

describe('the definitions that are built in', () => {
  it.each(['Patient', `${R4}Patient`, `${R4}Patient|4.0.1`, `${R4}Patient|4.0`])('find a type as %s', (canonical) => {
    const patient = base.structure(canonical);
    expect(patient?.url).toBe(`${R4}Patient`);
    expect(patient).toBe(base.structure('Patient'));
  });

  it.each(['Nothing', '', `${R4}Nothing`, `${R4}Patient|5.0.0`, `${R4}Patient|4.0.`, '__proto__', 'constructor'])(
    'know no structure %j',
    (canonical) => {
      expect(base.structure(canonical)).toBeUndefined();
    },
  );

  it('hold profiles and extensions', () => {
    expect(base.structure(`${R4}bp`)?.type).toBe('Observation');
    expect(base.structure(`${R4}patient-birthPlace`)?.context).toEqual([{ type: 'element', expression: 'Patient' }]);
  });

  it('hold code systems and value sets, each only as what it is', () => {
    expect(base.codeSystem('http://hl7.org/fhir/administrative-gender')?.concept).toHaveLength(4);
    expect(base.valueSet('http://hl7.org/fhir/ValueSet/administrative-gender|4.0.1')?.compose?.include).toEqual([
      { system: 'http://hl7.org/fhir/administrative-gender' },
    ]);
    expect(base.valueSet('http://hl7.org/fhir/administrative-gender')).toBeUndefined();
    expect(base.questionnaire('http://hl7.org/fhir/ValueSet/administrative-gender')).toBeUndefined();
  });

  it('tell versions of one v2 table apart', () => {
    const url = 'http://terminology.hl7.org/CodeSystem/v2-0360';
    expect(base.codeSystem(`${url}|2.3.1`)?.version).toBe('2.3.1');
    expect(base.codeSystem(url)?.version).toBe('2.7');
  });

  it('give back every structure that was published, but for corrected targets and parts', () => {
    const { types, profiles } = verbatimDefinitions();
    const corrected = new Set(CORRECTED_TARGETS.map(({ path }) => path.split('.')[0] ?? ''));
    const extensions = new Set(CORRECTED_PARTS.map(({ extension }) => extension));
    const published = [...types, ...profiles].filter(({ url = '', type, derivation }) =>
      derivation === 'constraint' ? !extensions.has(url) : !corrected.has(type),
    );
    const restored = published.filter(({ url = '', snapshot }) => {
      const ours = base.structure(url)?.snapshot?.element.map(({ constraint, binding, ...rest }) => rest);
      const theirs = snapshot?.element.map(({ constraint, binding, ...rest }) => rest);
      return JSON.stringify(ours?.map(sorted)) === JSON.stringify(theirs?.map(sorted));
    });
    expect(restored).toHaveLength(published.length);
    expect(published).toHaveLength(types.length + profiles.length - corrected.size - extensions.size);
  });

  it.each(CORRECTED_TARGETS)('allow $target at $path', ({ path, target }) => {
    const element = base.structure(path.split('.')[0] ?? '')?.snapshot?.element.find((one) => one.path === path);
    expect(element?.type?.[0]?.targetProfile).toContain(`${R4}${target}`);
  });

  it('share one object for a constraint that many elements have', () => {
    const elements = base.structure('Patient')?.snapshot?.element ?? [];
    const keys = elements.flatMap(({ constraint = [] }) => constraint.filter(({ key }) => key === 'ele-1'));
    expect(keys.length).toBeGreaterThan(10);
    expect(new Set(keys).size).toBe(1);
  });

  it('have the corrected expressions and no published one', () => {
    const expressions = new Set(
      ['Questionnaire', 'Bundle', 'Appointment', 'Timing', 'Reference', 'Condition', 'ElementDefinition'].flatMap(
        (type) =>
          base
            .structure(type)
            ?.snapshot?.element.flatMap(({ constraint = [] }) => constraint.map(({ expression }) => expression)) ?? [],
      ),
    );
    const published = CORRECTED_INVARIANTS.filter((one) => expressions.has(one.published));
    const corrected = CORRECTED_INVARIANTS.filter((one) => expressions.has(one.corrected));
    expect(published).toEqual([]);
    expect(corrected.length).toBeGreaterThanOrEqual(9);
  });

  it('bind components of vital signs as the reference validator does', () => {
    const value = base
      .structure(`${R4}vitalsigns`)
      ?.snapshot?.element.find(({ id }) => id === 'Observation.component.value[x]');
    expect(value?.binding?.strength).toBe('extensible');
  });
});

function sorted(value: object): unknown {
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}
