import { describe, expect, it } from '@jest/globals';
import { createTerminology } from '../../../../src/validate/terminology/create-terminology.ts';
import { codeSystemOf, definitionsOf, readTerminologyCases } from '../../../support/terminology-cases.ts';

interface GrammarCases {
  readonly system: string;
  readonly in?: readonly string[];
  readonly out?: readonly string[];
  readonly undecided?: readonly string[];
}

const cases = readTerminologyCases('code-grammars.yaml') as readonly GrammarCases[];
const rows = cases.flatMap(({ system, in: known = [], out = [], undecided = [] }) => [
  ...known.map((code) => [system, code, 'known'] as const),
  ...out.map((code) => [system, code, 'unknown-code'] as const),
  ...undecided.map((code) => [system, code, 'undecided'] as const),
]);

describe('test/cases/validate/terminology/code-grammars.yaml', () => {
  const terminology = createTerminology(definitionsOf([]));

  it.each(rows)('%s %j is %s', (system, code, status) => {
    expect(terminology.code(system, code).status).toBe(status);
    // The second answer comes from memory.
    expect(terminology.code(system, code).status).toBe(status);
  });

  it('decides long codes in no time worth speaking of', () => {
    for (const { system } of cases) {
      for (const part of ['a', '-a', '1', '/', '{', '(', 'm.', ';', '"', '[']) {
        expect(['known', 'unknown-code', 'undecided']).toContain(terminology.code(system, part.repeat(100_000)).status);
      }
    }
  });

  it('gives way to a list that is loaded', () => {
    const resources = [codeSystemOf({ id: 'urn:ietf:bcp:13', concept: [{ code: 'text/plain' }] })];
    const own = createTerminology(definitionsOf(resources));
    expect(own.code('urn:ietf:bcp:13', 'text/html').status).toBe('unknown-code');
    expect(own.code('urn:ietf:bcp:13', 'text/plain').status).toBe('known');
  });
});
