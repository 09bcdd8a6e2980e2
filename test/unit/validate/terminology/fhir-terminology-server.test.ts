import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createFhirTerminologyServer } from '../../../../src/validate/terminology/server/fhir-terminology-server.ts';
import {
  type CodeQuestion,
  type ConnectedServer,
  TerminologyServerFault,
} from '../../../../src/validate/terminology/server/terminology-server.ts';
import { namedValueSet, systemOf, valueSetOf } from '../../../support/terminology-cases.ts';
import {
  type ServiceMode,
  startTerminologyService,
  type TerminologyService,
} from '../../../support/terminology-service.ts';

const own = namedValueSet('own', { compose: { include: [{ system: systemOf('far') }] } });
const large = namedValueSet('large', {
  compose: {
    include: [{ system: systemOf('far'), concept: Array.from({ length: 9_000 }, (_, at) => ({ code: `c${at}` })) }],
  },
});

function question(code: string, valueSet?: string, system: string | undefined = systemOf('far')): CodeQuestion {
  return { system, code, version: undefined, valueSet };
}

describe('createFhirTerminologyServer', () => {
  let service: TerminologyService;
  let server: ConnectedServer;

  beforeEach(async () => {
    service = await startTerminologyService();
    server = createFhirTerminologyServer({
      url: service.url,
      timeoutMs: 400,
      findValueSet: (canonical) => [own, large].find(({ url }) => url === canonical),
    });
  });

  afterEach(async () => {
    await server.close();
    await service.close();
  });

  function sentParameters(): unknown[] {
    const batch = JSON.parse(service.bodies[0] ?? '{}') as { entry: { resource: { parameter: unknown[] } }[] };
    return batch.entry.map(({ resource }) => resource.parameter);
  }

  it('asks in one batch and reads yes, no and open answers in order', async () => {
    const codes = ['good-1', 'bad', 'lost', 'caused', 'other', 'good-2'];
    const answers = await server.validateCodes(codes.map((code) => question(code, valueSetOf('own'))));
    expect(answers).toEqual([true, false, undefined, undefined, undefined, true]);
    expect(service.bodies).toHaveLength(1);
    expect(service.paths).toEqual(['/fhir']);
  });

  it('asks many in batches of a hundred', async () => {
    const answers = await server.validateCodes(Array.from({ length: 250 }, (_, at) => question(`good-${at}`)));
    expect(answers).toHaveLength(250);
    expect(service.bodies).toHaveLength(3);
  });

  it('sends codes and nothing else, a value set of a package along, one of R4 by name', async () => {
    await server.validateCodes([
      question('good', valueSetOf('own')),
      question('good', valueSetOf('large')),
      question('good', 'http://hl7.org/fhir/ValueSet/condition-code|4.0.1'),
      { ...question('good', valueSetOf('other')), system: undefined, version: '2' },
      { ...question('good'), version: '2' },
    ]);
    const system = { name: 'system', valueUri: systemOf('far') };
    const code = { name: 'code', valueCode: 'good' };
    expect(sentParameters()).toEqual([
      [{ name: 'valueSet', resource: own }, code, system],
      [{ name: 'url', valueUri: valueSetOf('large') }, code, system],
      [
        { name: 'url', valueUri: 'http://hl7.org/fhir/ValueSet/condition-code' },
        { name: 'valueSetVersion', valueString: '4.0.1' },
        code,
        system,
      ],
      [
        { name: 'url', valueUri: valueSetOf('other') },
        code,
        { name: 'inferSystem', valueBoolean: true },
        { name: 'systemVersion', valueString: '2' },
      ],
      [{ name: 'url', valueUri: systemOf('far') }, code, { name: 'version', valueString: '2' }],
    ]);
  });

  it.each<[ServiceMode, RegExp]>([
    ['status-500', /status 500/],
    ['redirect', /status 307/],
    ['no-json', /no JSON/],
    ['cut-off', /UND_ERR_SOCKET|ECONNRESET|aborted/],
    ['silent', /timeout|TIMEOUT/],
    ['endless', /UND_ERR_RES_EXCEEDED_MAX_SIZE/],
    ['short', /no answer to the batch/],
  ])('rejects with a fault: %s', async (mode, reason) => {
    service.mode = mode;
    const answers = server.validateCodes([question('good')]);
    await expect(answers).rejects.toThrow(TerminologyServerFault);
    await expect(answers).rejects.toThrow(reason);
    expect(service.paths).toEqual(['/fhir']);
  });

  it('rejects with a fault when nobody listens', async () => {
    await service.close();
    await expect(server.validateCodes([question('good')])).rejects.toThrow(/ECONNREFUSED/);
  });

  it.each(['ftp://127.0.0.1/', 'file:///etc', 'nonsense'])('refuses the URL %s', (url) => {
    expect(() => createFhirTerminologyServer({ url, timeoutMs: 1, findValueSet: () => undefined })).toThrow(/URL/);
  });
});
