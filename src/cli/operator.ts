import { buildOperatorAudit, type OperatorAudited } from '../audit/operator-audit.ts';
import type { Store } from '../types/store.ts';
import type { CliIo } from './command.ts';

/** Who acts at the terminal: the account of the operating system that called the program, before `sudo`. */
export function operatorOf({ env }: Pick<CliIo, 'env'>): string {
  return `operator:${env['SUDO_USER'] || env['USER'] || env['LOGNAME'] || env['USERNAME'] || 'unknown'}`;
}

/** Puts what is about to be done into the audit log, before it is done. */
export async function auditOperator(
  store: Pick<Store, 'appendAudit'>,
  io: Pick<CliIo, 'env' | 'clock'>,
  done: Pick<OperatorAudited, 'event' | 'object' | 'details'>,
): Promise<void> {
  const at = io.clock();
  await store.appendAudit(at, JSON.stringify(buildOperatorAudit({ at, by: operatorOf(io), ...done })));
}
