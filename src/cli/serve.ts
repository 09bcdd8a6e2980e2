import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { loadConfig } from '../config/load-config.ts';
import { startGateway } from '../main.ts';
import { createLogger } from '../observe/logger.ts';
import type { Config } from '../types/config.ts';
import type { Command } from './command.ts';
import { OperationFailed } from './failures.ts';
import { parseOptions, refuseExtra } from './parse-options.ts';
import { readVersion } from './version.ts';

/** `serve`: the gateway, until SIGTERM or SIGINT. */
export const serve: Command = {
  name: 'serve',
  summary: 'run the gateway',
  usage: `Usage: lien-thong serve

Runs the gateway with the settings of the environment (docs/settings.md): PORT, HOST, PUBLIC_URL, ADMIN_PORT, DATA_DIR,
DATABASE_URL, LT_CONFIG, LOG_LEVEL. SIGTERM and SIGINT end it: what was accepted is answered, nothing new is taken. When the disk fails to
write what was handed to it, the gateway ends at once with 1 and has to be started again.`,

  async run(args, io) {
    refuseExtra(parseOptions(args, {}).positionals, 0);
    const config = loadConfig(io.env, (path) => readFileSync(path, 'utf8'));
    const logger = createLogger(config.logLevel);
    const { clock, newId } = io;
    const gateway = await startGateway({
      config,
      version: readVersion(),
      logger,
      clock,
      newId,
      random: Math.random,
      isPlaceholder: () => false,
      onStoreBroken(error) {
        logger.fatal({ err: error }, 'ending: the store has to be opened anew');
        // Closing the file would write on it what the disk may have dropped.
        process.exit(1);
      },
    }).catch((error: unknown) => {
      throw nameTakenAddress(error, config);
    });
    logger.info(
      { listening: gateway.url, admin: gateway.adminUrl, version: readVersion(), pid: process.pid },
      'gateway is listening',
    );
    const [signal] = await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
    logger.info({ signal }, 'gateway is stopping');
    await gateway.stop();
    return 0;
  },
};

/** An address that another program has is told by the setting that names it; every other error stays as it is. */
function nameTakenAddress(error: unknown, { host, port, adminPort }: Config): unknown {
  const { code, port: taken } = error as NodeJS.ErrnoException & { readonly port?: number };
  if (code !== 'EADDRINUSE') return error;
  const [setting, wanted] = taken === port ? ['PORT', port] : ['ADMIN_PORT', adminPort];
  const address = host.includes(':') ? `[${host}]:${wanted}` : `${host}:${wanted}`;
  return new OperationFailed(
    `${setting}: ${address} is taken by another program; end that program or set another port`,
  );
}
