import { beforeEach, describe, expect, it } from '@jest/globals';
import { createCodedChecks } from '../../../../src/validate/terminology/bindings/coded-checks.ts';
import { createTerminology } from '../../../../src/validate/terminology/create-terminology.ts';
import { createOutsideTerminology } from '../../../../src/validate/terminology/server/outside-terminology.ts';
import {
  type CodeQuestion,
  TerminologyServerFault,
} from '../../../../src/validate/terminology/server/terminology-server.ts';
import {
  codeSystemOf,
  collectFindings,
  definitionsOf,
  namedValueSet,
  systemOf,
  valueSetOf,
} from '../../../support/terminology-cases.ts';

const definitions = definitionsOf([
  codeSystemOf({ id: 'near', concept: [{ code: 'a' }] }),
  namedValueSet('near', { compose: { include: [{ system: systemOf('near') }] } }),
  namedValueSet('far', { compose: { include: [{ system: systemOf('far') }] } }),
]);

describe('createOutsideTerminology', () => {
  let batches: (readonly CodeQuestion[])[];
  let isBroken: boolean;

  beforeEach(() => {
    batches = [];
    isBroken = false;
  });

  function makeOutside(local = createTerminology(definitions)) {
    return createOutsideTerminology(local, {
      validateCodes: async (questions) => {
        batches.push(questions);
        if (isBroken) throw new TerminologyServerFault('broken');
        return questions.map(({ code }) => (code === 'open' ? undefined : code.startsWith('good')));
      },
    });
  }

  const codesAsked = () => batches.map((questions) => questions.map(({ code }) => code));

  it('asks nothing when everything is decided here', async () => {
    const { terminology, decideLater } = makeOutside();
    const { result, finding } = await decideLater(() => terminology.valueSet(valueSetOf('near'))?.has(undefined, 'b'));
    expect(result).toBe('out');
    expect(finding).toBeUndefined();
    expect(batches).toEqual([]);
  });

  it('asks what is open in one go, each question once, and decides again', async () => {
    const { terminology, decideLater } = makeOutside();
    const { result } = await decideLater(() =>
      ['good', 'bad', 'good', 'open'].map((code) =>
        terminology.valueSet(valueSetOf('far'))?.has(systemOf('far'), code),
      ),
    );
    expect(result).toEqual(['in', 'out', 'in', 'undecided']);
    expect(codesAsked()).toEqual([['good', 'bad', 'open']]);
  });

  it('asks for codes of systems that are not known here', async () => {
    const { terminology, decideLater } = makeOutside();
    const { result } = await decideLater(() =>
      ['good', 'bad', 'open'].map((code) => terminology.code(systemOf('far'), code).status),
    );
    expect(result).toEqual(['known', 'unknown-code', 'unknown-system']);
  });

  it('asks for value sets that are not known here', async () => {
    const { terminology, decideLater } = makeOutside();
    const { result } = await decideLater(() => terminology.valueSet('urn:other')?.has(undefined, 'good'));
    expect(result).toBe('in');
    expect(terminology.valueSet(systemOf('near'))).toBeUndefined();
  });

  it('follows a question that an answer opens', async () => {
    const { terminology, decideLater } = makeOutside();
    const has = (code: string) => terminology.valueSet(valueSetOf('far'))?.has(systemOf('far'), code);
    const { result } = await decideLater(() => (has('good-1') === 'in' ? has('good-2') : 'waiting'));
    expect(result).toBe('in');
    expect(codesAsked()).toEqual([['good-1'], ['good-2']]);
  });

  it('comes to an end when every answer opens another question', async () => {
    const { terminology, decideLater } = makeOutside();
    let count = 0;
    await decideLater(() => {
      count += 1;
      return terminology.valueSet(valueSetOf('far'))?.has(systemOf('far'), `good-${count}`);
    });
    expect(count).toBe(5);
    expect(batches).toHaveLength(4);
  });

  it('asks a thousand questions at most, and none about what is no code', async () => {
    const { terminology, decideLater } = makeOutside();
    const codes = ['x'.repeat(501), ...Array.from({ length: 1_500 }, (_, at) => `good-${at}`)];
    const { result } = await decideLater(() =>
      codes.map((code) => terminology.valueSet(valueSetOf('far'))?.has(systemOf('far'), code)),
    );
    expect(batches.map(({ length }) => length)).toEqual([1_000]);
    expect(result.filter((membership) => membership === 'in')).toHaveLength(1_000);
    expect(result[0]).toBe('undecided');
  });

  it('says so when the server is silent, and leaves open what is open', async () => {
    isBroken = true;
    const { terminology, decideLater } = makeOutside();
    const later = await decideLater(() => terminology.valueSet(valueSetOf('far'))?.has(systemOf('far'), 'good'));
    expect(later).toEqual({ result: 'undecided', finding: { rule: 'LT-V222', path: '' } });
  });

  it('keeps two checks that go on at once apart', async () => {
    const { terminology, decideLater } = makeOutside();
    const has = (code: string) => terminology.valueSet(valueSetOf('far'))?.has(systemOf('far'), code);
    const both = await Promise.all([decideLater(() => has('good')), decideLater(() => has('bad'))]);
    expect(both.map(({ result }) => result)).toEqual(['in', 'out']);
    expect([has('good'), has('bad')]).toEqual(['undecided', 'undecided']);
  });

  it('lets a fault of the check itself through, and is itself again after it', async () => {
    const { terminology, decideLater } = makeOutside();
    await expect(
      decideLater(() => {
        throw new TypeError('bug');
      }),
    ).rejects.toThrow(TypeError);
    expect(terminology.valueSet(valueSetOf('far'))?.has(systemOf('far'), 'good')).toBe('undecided');
    expect(batches).toEqual([]);
  });

  it('decides bindings and codings that are compiled once', async () => {
    const { terminology, decideLater } = makeOutside();
    const checks = createCodedChecks(terminology, definitions);
    const bound = checks.binding({ strength: 'required', valueSet: valueSetOf('far') }, 'Coding');
    async function findingsOf(code: string): Promise<string[]> {
      const coding = { system: systemOf('far'), code };
      const { result } = await decideLater(() => {
        const findings = collectFindings();
        bound?.(coding, findings);
        checks.coding(coding, findings);
        return findings.found;
      });
      return result;
    }
    expect(await findingsOf('good')).toEqual([]);
    expect(await findingsOf('bad')).toEqual(['LT-V201', 'LT-V210 .code']);
    expect(await findingsOf('open')).toEqual(['LT-V208', 'LT-V211 .system']);
  });
});
