import { Gauge, type Registry } from 'prom-client';
import type { ReconciliationFindings } from '../types/reconciliation.ts';

/** What the last nightly comparison found, by destination; nothing before the first. */
export function registerReconciliationGauges(registry: Registry): (findings: ReconciliationFindings) => void {
  const registers = [registry];
  const differences = new Gauge({
    name: 'lienthong_reconciliation_differences',
    help: 'Records of the compared days of which a destination does not keep what was delivered, by difference',
    labelNames: ['destination', 'difference'],
    registers,
  });
  const unconfirmed = new Gauge({
    name: 'lienthong_reconciliation_unconfirmed_days',
    help: 'Compared days that are not equal at a destination, or of which it gave no account',
    labelNames: ['destination'],
    registers,
  });
  return ({ destination, unconfirmedDays, ...counts }) => {
    for (const difference of ['missing', 'unknown', 'differing'] as const)
      differences.set({ destination, difference }, counts[difference]);
    unconfirmed.set({ destination }, unconfirmedDays);
  };
}
