import { describe, expect, it } from '@jest/globals';
import type { Condition, Encounter, Observation, Resource } from '@medplum/fhirtypes';
import fc from 'fast-check';
import { PATHS } from '../../../src/config/paths.ts';
import { referencesOf } from '../../../src/summary/settle-references.ts';
import { createValidator } from '../../../src/validate/validator.ts';
import { CITIZEN, entriesOf, labelled, membersOf, SUBJECT, summaryOf } from '../../support/citizen.ts';
import { briefOf, errorsOf } from '../../support/own-package.ts';

const validator = await createValidator({ packages: [PATHS.profiles] });

const secret: Condition = {
  resourceType: 'Condition',
  id: 'secret',
  code: { text: 'BÍ MẬT' },
  subject: SUBJECT,
};

function encounter(changes: Partial<Encounter> = {}): Encounter {
  return {
    resourceType: 'Encounter',
    id: '99001-e1',
    status: 'finished',
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
    subject: SUBJECT,
    ...changes,
  };
}

function observation(id: string, changes: Partial<Observation> = {}): Observation {
  return {
    resourceType: 'Observation',
    id,
    status: 'final',
    category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'exam' }] }],
    code: { text: id },
    subject: SUBJECT,
    valueString: 'x',
    ...changes,
  };
}

/** The document as text: it must be valid, with every reference inside. */
function textOf(resources: readonly Resource[]): string {
  const summary = summaryOf(resources);
  expect(briefOf(errorsOf(validator.issues(summary)))).toEqual([]);
  return JSON.stringify(summary);
}

describe('what is specially protected never enters a summary', () => {
  it.each(['R', 'V'] as const)('labelled %s', (code) => {
    expect(textOf([labelled(secret, code)])).not.toMatch(/secret|BÍ MẬT/);
  });

  it('but what is labelled as normal does', () => {
    expect(textOf([labelled(secret, 'N')])).toContain('BÍ MẬT');
  });

  it('inside another resource', () => {
    const holder = { ...observation('o1'), contained: [labelled({ ...secret, id: 'in' })] };
    expect(textOf([holder])).not.toMatch(/o1|BÍ MẬT/);
  });

  it('when another resource refers to it: not even that there is something', () => {
    const visit = encounter({
      diagnosis: [
        { condition: { reference: 'Condition/secret', display: 'BÍ MẬT' } },
        { condition: { reference: 'Condition/open' } },
      ],
      reasonReference: [{ reference: 'Condition/secret' }],
    });
    const text = textOf([labelled(secret), { ...secret, id: 'open', code: { text: 'Hen' } }, visit]);
    expect(text).not.toMatch(/secret|BÍ MẬT|reasonReference/);
    expect(text).toContain('{"condition":{"reference":"Condition/open"}}');
  });

  it('nor what was done in an encounter that is', () => {
    const within = observation('done-there', { encounter: { reference: 'Encounter/99001-e1' } });
    const of = observation('of-it', { derivedFrom: [{ reference: 'Observation/done-there' }] });
    const text = textOf([labelled(encounter()), within, of]);
    expect(text).not.toMatch(/99001-e1|done-there|derivedFrom/);
    expect(text).toContain('of-it');
  });
});

describe('references', () => {
  it('to what is not in the document say so, or are left out of a list', () => {
    const summary = summaryOf([
      observation('o1', {
        encounter: { reference: 'Encounter/none' },
        basedOn: [{ reference: 'ServiceRequest/none' }],
        performer: [
          { reference: 'Practitioner/none', display: 'Bác sĩ Mẫu' },
          { reference: 'Practitioner/none', identifier: { system: 'urn:x', value: '1' } },
        ],
      }),
    ]);
    const told = entriesOf(summary).find(({ id }) => id === 'o1') as Observation;
    expect(told.encounter).toEqual({ display: 'Không kèm theo tài liệu này' });
    expect(told.basedOn).toBeUndefined();
    expect(told.performer).toEqual([{ display: 'Bác sĩ Mẫu' }, { identifier: { system: 'urn:x', value: '1' } }]);
  });

  it('bring people and places with them, and no bills or orders', () => {
    const resources: readonly Resource[] = [
      observation('o1', {
        performer: [{ reference: 'PractitionerRole/r1' }],
        basedOn: [{ reference: 'ServiceRequest/s1' }],
      }),
      {
        resourceType: 'PractitionerRole',
        id: 'r1',
        practitioner: { reference: 'Practitioner/d1' },
        organization: { reference: 'Organization/g1' },
      },
      { resourceType: 'Practitioner', id: 'd1', name: [{ text: 'Bác sĩ Mẫu' }] },
      { resourceType: 'Practitioner', id: 'nobody', name: [{ text: 'Người khác' }] },
      { resourceType: 'Organization', id: 'g1', name: 'Khoa Khám bệnh' },
      {
        resourceType: 'ServiceRequest',
        id: 's1',
        status: 'completed',
        intent: 'order',
        code: { text: 'Siêu âm' },
        subject: SUBJECT,
      },
    ];
    expect(membersOf(summaryOf(resources)).slice(2)).toEqual([
      'Observation/o1',
      'PractitionerRole/r1',
      'Practitioner/d1',
      'Organization/g1',
    ]);
  });

  it('keep their own part of the resource', () => {
    const told = observation('o1', {
      contained: [{ resourceType: 'Practitioner', id: 'own', name: [{ text: 'Bác sĩ Mẫu' }] }],
      performer: [{ reference: '#own' }],
    });
    expect(entriesOf(summaryOf([told])).find(({ id }) => id === 'o1')).toEqual(told);
  });
});

const IDS = ['a', 'b', 'c', 'd', 'e', 'f'] as const;

/** Resources that refer to each other, to things that are not there and, some of them, are protected. */
const node = fc.record({
  label: fc.constantFrom(undefined, 'R', 'V', 'N'),
  refersTo: fc.array(fc.constantFrom(...IDS, 'none'), { maxLength: 4 }),
  partOf: fc.option(fc.constantFrom(...IDS, 'none'), { nil: undefined }),
});
const graph = fc.tuple(...IDS.map(() => node));

describe('whatever refers to whatever', () => {
  it('no protected resource is named, and every reference leads to an entry', () => {
    fc.assert(
      fc.property(graph, (nodes) => {
        const resources = nodes.map(({ label, refersTo, partOf }, index) => {
          const id = String(IDS[index]);
          const linked = observation(`o-${id}`, {
            hasMember: refersTo.map((target) => ({ reference: `Observation/o-${target}` })),
            ...(partOf === undefined ? {} : { focus: [{ reference: `Observation/o-${partOf}` }] }),
          });
          return label === undefined ? linked : labelled(linked, label as 'R');
        });
        const summary = summaryOf(resources);
        const addresses = new Set(entriesOf(summary).map(({ resourceType, id }) => `${resourceType}/${id}`));
        for (const reference of entriesOf(summary).flatMap(referencesOf)) expect(addresses).toContain(reference);
        const hidden = resources.filter(({ meta }) => ['R', 'V'].includes(meta?.security?.[0]?.code ?? ''));
        for (const { id } of hidden) expect(JSON.stringify(summary)).not.toContain(`"${id}"`);
        expect(addresses).toContain(`Patient/${CITIZEN.id}`);
      }),
      { numRuns: 200 },
    );
  });
});
