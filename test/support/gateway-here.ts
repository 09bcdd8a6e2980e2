import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { v7 } from 'uuid';
import { loadConfig } from '../../src/config/load-config.ts';
import { type RunningGateway, startGateway } from '../../src/main.ts';
import { createLogger } from '../../src/observe/logger.ts';
import { API } from './api-document.ts';

export const PUBLIC_URL = 'https://gateway.example';

/** A whole gateway in this process, with a clock of the test's own; its store is `data` in the folder. */
export function startGatewayHere(
  folder: string,
  { configFile, clock }: { readonly configFile: string; readonly clock: () => number },
): Promise<RunningGateway> {
  const addresses = { PORT: '0', ADMIN_PORT: '0', PUBLIC_URL };
  const env = { ...addresses, DATA_DIR: join(folder, 'data'), LT_CONFIG: configFile, LOG_LEVEL: 'silent' };
  return startGateway({
    config: loadConfig(env, (path) => readFileSync(path, 'utf8')),
    version: API.info.version,
    logger: createLogger('silent'),
    clock,
    newId: v7,
    isPlaceholder: () => false,
    random: () => 0.5,
  });
}
