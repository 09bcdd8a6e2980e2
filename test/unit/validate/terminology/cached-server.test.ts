import { beforeEach, describe, expect, it } from '@jest/globals';
import { createCachedServer } from '../../../../src/validate/terminology/server/cached-server.ts';
import { createPausingServer } from '../../../../src/validate/terminology/server/pausing-server.ts';
import {
  type CodeQuestion,
  type TerminologyServer,
  TerminologyServerFault,
} from '../../../../src/validate/terminology/server/terminology-server.ts';

const question = (code: string): CodeQuestion => ({ system: 'urn:s', code, version: undefined, valueSet: undefined });

describe('servers around a server', () => {
  let now: number;
  let asked: string[];
  let isBroken: boolean;
  let server: TerminologyServer;

  beforeEach(() => {
    now = 0;
    asked = [];
    isBroken = false;
    server = {
      validateCodes: async (questions) => {
        asked.push(questions.map(({ code }) => code).join(','));
        if (isBroken) throw new TerminologyServerFault('broken');
        return questions.map(({ code }) => (code.startsWith('?') ? undefined : code.startsWith('+')));
      },
    };
  });

  describe('createCachedServer', () => {
    const cachedOf = (maxAnswers = 10) =>
      createCachedServer(server, { maxAnswers, expiresAfterMs: 1_000, now: () => now });

    it('asks only what it has not kept, and puts the answers in order', async () => {
      const cached = cachedOf();
      await cached.validateCodes([question('+a'), question('-b')]);
      const answers = await cached.validateCodes([question('+c'), question('-b'), question('-d'), question('+a')]);
      expect(answers).toEqual([true, false, false, true]);
      expect(asked).toEqual(['+a,-b', '+c,-d']);
    });

    it('does not ask at all when it has everything', async () => {
      const cached = cachedOf();
      await cached.validateCodes([question('+a')]);
      isBroken = true;
      expect(await cached.validateCodes([question('+a')])).toEqual([true]);
    });

    it('keeps no open answer', async () => {
      const cached = cachedOf();
      expect(await cached.validateCodes([question('?a')])).toEqual([undefined]);
      await cached.validateCodes([question('?a')]);
      expect(asked).toEqual(['?a', '?a']);
    });

    it('asks again when an answer has expired', async () => {
      const cached = cachedOf();
      await cached.validateCodes([question('+a')]);
      now = 999;
      await cached.validateCodes([question('+a')]);
      now = 1_000;
      await cached.validateCodes([question('+a')]);
      expect(asked).toEqual(['+a', '+a']);
    });

    it('gives up the answer that was not asked for longest', async () => {
      const cached = cachedOf(2);
      for (const code of ['+a', '+b', '+a', '+c', '+a', '+b']) await cached.validateCodes([question(code)]);
      expect(asked).toEqual(['+a', '+b', '+c', '+b']);
    });

    it('tells questions apart by system, version and value set', async () => {
      const cached = cachedOf();
      await cached.validateCodes([question('+a')]);
      await cached.validateCodes([{ ...question('+a'), version: '1' }]);
      await cached.validateCodes([{ ...question('+a'), valueSet: 'urn:v' }]);
      await cached.validateCodes([{ ...question('+a'), system: undefined }]);
      expect(asked).toHaveLength(4);
    });

    it('fails as the server fails', async () => {
      isBroken = true;
      await expect(cachedOf().validateCodes([question('+a')])).rejects.toThrow(TerminologyServerFault);
    });
  });

  describe('createPausingServer', () => {
    it('leaves a server alone for a while after a fault, and then asks again', async () => {
      const pausing = createPausingServer(server, { pauseMs: 1_000, now: () => now });
      isBroken = true;
      await expect(pausing.validateCodes([question('+a')])).rejects.toThrow(/broken/);
      isBroken = false;
      now = 999;
      await expect(pausing.validateCodes([question('+b')])).rejects.toThrow(/paused/);
      now = 1_000;
      expect(await pausing.validateCodes([question('+c')])).toEqual([true]);
      expect(asked).toEqual(['+a', '+c']);
    });

    it('does not pause for a bug', async () => {
      const bug = createPausingServer(
        { validateCodes: () => Promise.reject(new TypeError('bug')) },
        { pauseMs: 1_000, now: () => now },
      );
      await expect(bug.validateCodes([])).rejects.toThrow(TypeError);
      await expect(bug.validateCodes([])).rejects.toThrow(TypeError);
    });
  });
});
