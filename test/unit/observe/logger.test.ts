import { describe, expect, it } from '@jest/globals';
import { createLogger } from '../../../src/observe/logger.ts';

const CANARY = 'canary-Nguyễn-Thị-Ánh-001234567890';

function openLog(level: 'info' | 'silent' = 'info') {
  const lines: string[] = [];
  return { lines, logger: createLogger(level, { write: (line) => void lines.push(line) }) };
}

describe('createLogger', () => {
  it('writes one JSON line with level, time, message and flat fields', () => {
    const { lines, logger } = openLog();
    logger.info({ submission: 'id-1', facility: '99001', durationMs: 12, dryRun: false }, 'submission answered');
    expect(lines).toHaveLength(1);
    expect(lines[0]?.endsWith('\n')).toBe(true);
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      submission: 'id-1',
      facility: '99001',
      durationMs: 12,
      dryRun: false,
      msg: 'submission answered',
    });
  });

  it('keeps to its level', () => {
    const { lines, logger } = openLog();
    logger.debug('too fine');
    openLog('silent').logger.fatal('nobody hears');
    expect(lines).toEqual([]);
  });

  it('names type, code, frames and cause of an error', () => {
    const { lines, logger } = openLog();
    const cause = Object.assign(new RangeError('why'), { code: 'SQLITE_FULL' });
    logger.error({ err: new TypeError('what', { cause }) }, 'store failed');
    const { err, msg } = JSON.parse(lines[0] ?? '');
    expect(msg).toBe('store failed');
    expect(err).toMatchObject({ type: 'TypeError', cause: { type: 'RangeError', code: 'SQLITE_FULL' } });
    expect(err.stack).toContain('logger.test.ts');
  });

  it('carries the fields of a child', () => {
    const { lines, logger } = openLog();
    logger.child({ destination: 'province' }).info({ attempt: 2 }, 'sent');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ destination: 'province', attempt: 2, msg: 'sent' });
  });
});

describe('the log never carries', () => {
  const error = () => {
    const thrown: Error & { code?: string } = new SyntaxError(`Unexpected token in "${CANARY}"\n    at ${CANARY}:1:1`);
    thrown.cause = new Error(CANARY);
    return thrown;
  };

  it.each<[string, (logger: ReturnType<typeof createLogger>) => void]>([
    ['an authorization header', (logger) => logger.info({ authorization: `Bearer ${CANARY}` }, 'x')],
    ['a cookie', (logger) => logger.info({ Cookie: CANARY, 'Set-Cookie': CANARY }, 'x')],
    ['a token', (logger) => logger.info({ access_token: CANARY, accessToken: CANARY, token: CANARY }, 'x')],
    ['an assertion', (logger) => logger.info({ client_assertion: CANARY, clientAssertion: CANARY }, 'x')],
    ['names and numbers of people', (logger) => logger.info({ HO_TEN: CANARY, so_cccd: CANARY, maLk: CANARY }, 'x')],
    ['a body', (logger) => logger.info({ body: CANARY, bytes: Buffer.from(CANARY) }, 'x')],
    ['a whole request', (logger) => logger.info({ req: { headers: { host: CANARY } } }, 'x')],
    ['a resource', (logger) => logger.info({ resource: { name: [{ text: CANARY }] } }, 'x')],
    ['a list', (logger) => logger.info({ list: [CANARY] }, 'x')],
    ['a long text', (logger) => logger.info({ note: CANARY.padEnd(500, '.') }, 'x')],
    ['format arguments', (logger) => logger.info('hello %s', CANARY)],
    ['format arguments after fields', (logger) => logger.info({ a: 1 }, 'hello %s', CANARY)],
    ["an error's message", (logger) => logger.error(error())],
    ["an error's message beside fields", (logger) => logger.error({ err: error(), facility: '99001' }, 'x')],
    ["an error's message without text", (logger) => logger.error({ err: error() })],
    ["an error's message under another name", (logger) => logger.error({ reason: error() }, 'x')],
    ["an error's message in a child", (logger) => logger.child({ err: error(), headers: CANARY }).info('x')],
  ])('%s', (_name, write) => {
    const { lines, logger } = openLog();
    write(logger);
    expect(lines).toHaveLength(1);
    expect(lines.join()).not.toContain('canary');
    expect(lines.join()).not.toContain('001234567890');
  });
});
