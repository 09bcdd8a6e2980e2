import { describe, expect, it } from '@jest/globals';
import type { Request, Response } from 'express';
import { createLogger } from '../../../src/observe/logger.ts';
import { createErrorRoute } from '../../../src/receive/error-route.ts';
import { createRefusals } from '../../../src/receive/refusals.ts';
import { RULES, SYSTEMS } from '../../support/public-door.ts';

describe('createErrorRoute', () => {
  it('cuts off an answer that had begun, and says so in the log, whatever was thrown', () => {
    const log: string[] = [];
    const logger = createLogger('info', { write: (line) => void log.push(line) });
    const route = createErrorRoute(createRefusals(RULES, SYSTEMS), logger);
    let destroyed = 0;
    const response = { headersSent: true, locals: {}, destroy: () => ++destroyed } as unknown as Response;
    route('canary', { method: 'GET' } as Request, response, () => undefined);
    expect(destroyed).toBe(1);
    expect(log).toHaveLength(1);
    expect(log.join()).not.toContain('canary');
  });
});
