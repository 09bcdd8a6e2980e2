import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { PATHS } from '../../src/config/paths.ts';
import { type ServerProcess, startServer } from './server-process.ts';

/** Where a gateway under test keeps what it takes. */
export interface GatewayPlace {
  readonly folder: string;
  readonly dataDir: string;
  /** Null: SQLite in `dataDir`. */
  readonly databaseUrl: string | null;
}

/** Starts `lien-thong serve` without a quota of calls, with further flags of Node and settings (YAML; default: no destination). */
export async function startGateway(
  place: GatewayPlace,
  nodeFlags: readonly string[],
  settings = '',
): Promise<ServerProcess> {
  const config = join(place.folder, 'config.yaml');
  writeFileSync(config, `limits:\n  callsPerMinute: 0\n${settings}`);
  const port = String(await freePort());
  const program = join(PATHS.root, 'bin', 'lien-thong.mjs');
  return startServer([...nodeFlags, program, 'serve'], {
    PORT: port,
    ADMIN_PORT: '0',
    DATA_DIR: place.dataDir,
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    LT_CONFIG: config,
    ...(place.databaseUrl === null ? {} : { DATABASE_URL: place.databaseUrl }),
  });
}

/** The token's audience must be known before the gateway starts, so it cannot take a free port by itself. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
