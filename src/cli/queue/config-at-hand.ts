import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ConfigFile } from '../../config/config-file.ts';
import type { CliIo } from '../command.ts';
import { messageOf, OperationFailed } from '../failures.ts';

/** The gateway's configuration, where LT_CONFIG names it; undefined where it does not. One that cannot be read fails (exit 1). */
export async function configAtHand({ env, cwd }: Pick<CliIo, 'env' | 'cwd'>): Promise<ConfigFile | undefined> {
  const file = env['LT_CONFIG'];
  if (file === undefined || file === '') return undefined;
  const { parseConfigFile } = await import('../../config/config-file.ts');
  try {
    return parseConfigFile(readFileSync(resolve(cwd, file), 'utf8'));
  } catch (error) {
    throw new OperationFailed(messageOf(error));
  }
}
