import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { loadConfig } from '../config/load-config.ts';
import { startGateway } from '../main.ts';
import { createLogger } from '../observe/logger.ts';
import type { Command } from './command.ts';
import { parseOptions, refuseExtra } from './parse-options.ts';
import { readVersion } from './version.ts';

/** `serve`: the gateway, until SIGTERM or SIGINT. */
export const serve: Command = {
  name: 'serve',
  summary: 'run the gateway',
  usage: `Usage: lien-thong serve

Runs the gateway with the settings of the environment (docs/settings.md): PORT, HOST, PUBLIC_URL, ADMIN_PORT, DATA_DIR,
LT_CONFIG, LOG_LEVEL. SIGTERM and SIGINT end it: what was accepted is answered, nothing new is taken.`,

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
    });
    logger.info({ listening: gateway.url, admin: gateway.adminUrl, version: readVersion() }, 'gateway is listening');
    const [signal] = await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
    logger.info({ signal }, 'gateway is stopping');
    await gateway.stop();
    return 0;
  },
};
