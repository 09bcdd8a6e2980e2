import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Bundle, OperationOutcome, Resource, StructureDefinition } from '@medplum/fhirtypes';
import { createValidator, type Validator } from '../../../src/validate/validator.ts';
import { createFolder } from '../../support/run-cli.ts';
import { packArchive } from '../../support/tar-archive.ts';

const PROFILE = 'https://example.org/StructureDefinition/known-patient';

/** A profile that wants an element of Patient. */
function profileThatWants(element: string, url = PROFILE): StructureDefinition {
  return {
    resourceType: 'StructureDefinition',
    url,
    name: 'KnownPatient',
    status: 'draft',
    kind: 'resource',
    abstract: false,
    type: 'Patient',
    baseDefinition: 'http://hl7.org/fhir/StructureDefinition/Patient',
    derivation: 'constraint',
    differential: { element: [{ id: `Patient.${element}`, path: `Patient.${element}`, min: 1 }] },
  };
}

/** A package as an archive. */
function archiveOf(...resources: readonly Resource[]): Buffer {
  const manifest = { name: 'example.pack', version: '1.0.0', fhirVersions: ['4.0.1'], dependencies: {} };
  return packArchive([
    { name: 'package/package.json', content: JSON.stringify(manifest) },
    ...resources.map((resource, at) => ({ name: `package/${at}.json`, content: JSON.stringify(resource) })),
  ]);
}

/** What an outcome says: severity, rule and place. */
const said = ({ issue }: OperationOutcome) =>
  issue.flatMap(({ severity, details, expression }) => {
    const rule = details?.coding?.[0]?.code;
    return rule === undefined ? [] : [`${severity} ${rule} ${expression?.[0]}`];
  });

let folder: Awaited<ReturnType<typeof createFolder>>;
const pathOf = (name: string): string => join(folder.path, name);
beforeAll(async () => {
  folder = await createFolder();
  writeFileSync(pathOf('name.tgz'), archiveOf(profileThatWants('name')));
  writeFileSync(pathOf('gender.tgz'), archiveOf(profileThatWants('gender')));
  writeFileSync(
    pathOf('large.tgz'),
    archiveOf(
      ...Array.from({ length: 400 }, (_, at) => profileThatWants('name', `${PROFILE}-${at}`)),
      profileThatWants('name'),
    ),
  );
  writeFileSync(pathOf('broken.tgz'), 'no archive');
});
afterAll(() => folder.remove());

describe('validator.validate', () => {
  let validator: Validator;
  beforeAll(async () => {
    validator = await createValidator();
  });

  it('says that nothing is wrong', () => {
    const outcome = validator.validate({ resourceType: 'Patient', active: true });
    expect(outcome).toMatchObject({ resourceType: 'OperationOutcome', issue: [{ severity: 'information' }] });
  });

  it('takes a resource, its text, and the bytes of its text', () => {
    const resource = { resourceType: 'Patient', name: [{ family: 'Nguyễn' }], active: 'có' };
    const json = JSON.stringify(resource);
    for (const given of [resource, json, Buffer.from(json), new TextEncoder().encode(json)]) {
      expect(said(validator.validate(given))).toEqual(['error LT-V004 Patient.active']);
    }
  });

  it('tells line and column in a text, in characters', () => {
    const json = '{\n  "resourceType": "Patient",\n  "name": [{ "family": "Nguyễn", "given": 1 }]\n}';
    expect(validator.validate(json).issue[0]).toMatchObject({
      extension: [{ valueInteger: 3 }, { valueInteger: 43 }],
      diagnostics: 'line 3, column 43',
      expression: ['Patient.name[0].given'],
    });
    expect(validator.validate(JSON.parse(json)).issue[0]).not.toHaveProperty('extension');
  });

  it('tells the place of a sibling and of an element that is not there', () => {
    const json = '{ "resourceType": "Observation",\n "status": "final",\n "_status": { "extension": [] } }';
    const found = validator.issues(json).map(({ rule, place }) => `${rule.id} ${place}`);
    expect(found).toEqual(expect.arrayContaining(['LT-V002 line 1, column 1', 'LT-V008 line 3, column 28']));
  });

  it('finds what parsing hides', () => {
    const found = (json: string) => said(validator.validate(json));
    expect(found('{"resourceType":"Patient","name":[{"text":"a","text":"b"}]}')).toEqual([
      'error LT-V128 Patient.name[0]',
    ]);
    expect(found('{"resourceType":"Patient","multipleBirthInteger":1.0}')).toEqual([
      'error LT-V134 Patient.multipleBirthInteger',
    ]);
    expect(found('\ufeff{"resourceType":"Patient"}')).toEqual(['warning LT-V133 Patient']);
  });

  it.each(['', 'no JSON', '{', '[1,', '\u0000', '{"a":1}//', 'null', '1e999', '"'])(
    'answers %j with an error',
    (json) => {
      const { issue } = validator.validate(json);
      expect(issue.map(({ severity }) => severity)).toContain('error');
    },
  );

  it.each([undefined, null, 1, true, Symbol('x'), () => 1, [], new Map(), new Date(0)])(
    'answers %p with an error',
    (value) => {
      expect(validator.validate(value).issue[0]?.severity).toBe('error');
    },
  );

  it('reads no more text than it may', async () => {
    const small = await createValidator({ textLimits: { maxBytes: 40, maxDepth: 2 } });
    expect(said(small.validate(`{"resourceType":"Patient"${' '.repeat(40)}}`))).toEqual(['error LT-V131 undefined']);
    expect(said(small.validate('{"resourceType":"Patient","name":[{}]}'))).toEqual(['error LT-V130 undefined']);
  });
});

describe('what one call asks for', () => {
  let validator: Validator;
  beforeAll(async () => {
    validator = await createValidator({ packages: [pathOf('name.tgz')] });
  });
  const patient = { resourceType: 'Patient' };

  it('an asked profile holds, one that is not known is named', () => {
    expect(said(validator.validate(patient, { profiles: [PROFILE] }))).toEqual(['error LT-V022 Patient.name']);
    expect(said(validator.validate({ ...patient, name: [{ text: 'A' }] }, { profiles: [PROFILE] }))).toEqual([]);
    expect(said(validator.validate(patient, { profiles: ['urn:none'] }))).toEqual([
      expect.stringContaining('LT-V017 Patient'),
    ]);
    expect(said(validator.validate({ resourceType: 'Basic', code: { text: 'a' } }, { profiles: [PROFILE] }))).toEqual([
      'error LT-V021 Basic',
    ]);
  });

  it('further resources count for their call alone, and over those of the packages', () => {
    const resources = [profileThatWants('gender')];
    expect(said(validator.validate(patient, { profiles: [PROFILE], resources }))).toEqual([
      'error LT-V022 Patient.gender',
    ]);
    expect(said(validator.validate(patient, { profiles: [PROFILE] }))).toEqual(['error LT-V022 Patient.name']);
    expect(said(validator.validate(patient, { profiles: [PROFILE], resources: [...resources] }))).toEqual([
      'error LT-V022 Patient.gender',
    ]);
  });

  it('evaluates FHIRPath on what is loaded', () => {
    const named = { resourceType: 'Patient', name: [{ given: ['Lan', 'Anh'] }], birthDate: '1990-02-28' };
    expect(validator.evaluateFhirPath('Patient.name.given', named)).toEqual(['Lan', 'Anh']);
    expect(validator.evaluateFhirPath(`conformsTo('${PROFILE}')`, named)).toEqual([true]);
    expect(validator.evaluateFhirPath(`conformsTo('${PROFILE}')`, patient)).toEqual([false]);
    expect(validator.evaluateFhirPath('name.given.first() = %given', named, { variables: { given: 'Lan' } })).toEqual([
      true,
    ]);
    expect(validator.evaluateFhirPathTyped('birthDate + 2 days', named)).toMatchObject([
      { type: 'date', text: '1990-03-02' },
    ]);
    expect(() => validator.evaluateFhirPath('name.', named)).toThrow('position');
  });
});

describe('validator.usePackages', () => {
  const wanted = (validator: Validator) =>
    said(validator.validate({ resourceType: 'Patient' }, { profiles: [PROFILE] }));
  const NAME = ['error LT-V022 Patient.name'];
  const GENDER = ['error LT-V022 Patient.gender'];

  it('swaps all at once, between calls', async () => {
    const validator = await createValidator({ packages: [pathOf('name.tgz')] });
    let isDone = false;
    const swapping = validator.usePackages([pathOf('gender.tgz')]).then(() => {
      isDone = true;
    });
    while (!isDone) {
      expect([NAME, GENDER]).toContainEqual(wanted(validator));
      await new Promise((resolve) => setImmediate(resolve));
    }
    await swapping;
    expect(wanted(validator)).toEqual(GENDER);
  });

  it('keeps what it has when a package cannot be loaded', async () => {
    const validator = await createValidator({ packages: [pathOf('name.tgz')] });
    await expect(validator.usePackages([pathOf('gender.tgz'), pathOf('broken.tgz')])).rejects.toThrow('LT-V23');
    await expect(validator.usePackages([pathOf('none.tgz')])).rejects.toMatchObject({
      name: 'PackageError',
      finding: { rule: 'LT-V230' },
    });
    expect(wanted(validator)).toEqual(NAME);
  });

  it('goes by the last call made, whichever is loaded first', async () => {
    const validator = await createValidator();
    await Promise.all([validator.usePackages([pathOf('large.tgz')]), validator.usePackages([pathOf('gender.tgz')])]);
    expect(wanted(validator)).toEqual(GENDER);
  });

  it('rejects at the start for a package that cannot be loaded', async () => {
    await expect(createValidator({ packages: [pathOf('broken.tgz')] })).rejects.toMatchObject({ name: 'PackageError' });
  });
});

describe('validator.validateWithServer', () => {
  const FAR = 'https://example.org/CodeSystem/far';
  const BOUND = 'https://example.org/ValueSet/far';
  const resources: Resource[] = [
    { resourceType: 'ValueSet', url: BOUND, status: 'active', compose: { include: [{ system: FAR }] } },
    {
      ...profileThatWants('maritalStatus'),
      differential: {
        element: [
          {
            id: 'Patient.maritalStatus',
            path: 'Patient.maritalStatus',
            min: 1,
            binding: { strength: 'required', valueSet: BOUND },
          },
        ],
      },
    },
  ];
  const asked = { profiles: [PROFILE], resources };
  const patient = (code: string) => ({ resourceType: 'Patient', maritalStatus: { coding: [{ system: FAR, code }] } });
  const errors = (outcome: OperationOutcome) => said(outcome).filter((each) => each.startsWith('error'));

  it('asks for what is not known here, and only then', async () => {
    const questions: string[] = [];
    const validator = await createValidator({
      terminologyServer: {
        validateCodes: async (open) => {
          questions.push(...open.map(({ code }) => code));
          return open.map(({ code }) => code === 'good');
        },
      },
    });
    expect(errors(await validator.validateWithServer(patient('good'), asked))).toEqual([]);
    expect(errors(await validator.validateWithServer(JSON.stringify(patient('bad')), asked))).not.toEqual([]);
    expect(new Set(questions)).toEqual(new Set(['good', 'bad']));
    expect(errors(validator.validate(patient('bad'), asked))).toEqual([]);
    const before = questions.length;
    await validator.validateWithServer({ resourceType: 'Patient', gender: 'male' });
    expect(questions).toHaveLength(before);
    await validator.close();
  });

  it('is validate() without a server', async () => {
    const validator = await createValidator();
    expect(await validator.validateWithServer(patient('bad'), asked)).toEqual(
      validator.validate(patient('bad'), asked),
    );
    await validator.close();
  });

  describe('over HTTP', () => {
    let server: Server;
    let status = 200;
    let calls = 0;
    beforeAll(async () => {
      server = createServer(async (request, response) => {
        calls += 1;
        const { entry = [] } = JSON.parse(await text(request)) as Bundle;
        const answers = entry.map(({ resource }) => {
          const isGood = JSON.stringify(resource).includes('"good"');
          const parameter = [{ name: 'result', valueBoolean: isGood }];
          return { response: { status: '200' }, resource: { resourceType: 'Parameters', parameter } };
        });
        response.writeHead(status, { 'Content-Type': 'application/fhir+json' });
        response.end(JSON.stringify({ resourceType: 'Bundle', type: 'batch-response', entry: answers }));
      }).listen(0, '127.0.0.1');
      await once(server, 'listening');
    });
    afterAll(() => {
      server.closeAllConnections();
      server.close();
    });

    it('keeps answers, and tells when none came', async () => {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/fhir`;
      const validator = await createValidator({ terminologyServer: { url } });
      expect(errors(await validator.validateWithServer(patient('good'), asked))).toEqual([]);
      const before = calls;
      expect(errors(await validator.validateWithServer(patient('good'), asked))).toEqual([]);
      expect(calls).toBe(before);
      expect(errors(await validator.validateWithServer(patient('bad'), asked))).not.toEqual([]);
      status = 500;
      const outcome = await validator.validateWithServer(patient('other'), asked);
      expect(errors(outcome)).toEqual([]);
      expect(said(outcome).join()).toContain('LT-V222');
      await validator.close();
    });
  });
});
