import { checkEffects, type EffectReport } from '../check-effects.ts';
import type { Ledger } from './ledger.ts';
import type { World } from './world.ts';

export interface DemoSummary {
  readonly text: string;
  /** True when the effects at every receiver equal what the hospitals were promised. */
  readonly whole: boolean;
}

/** Holds the receivers' effects against the hospitals' own log of promises, and says it in a table. */
export function summarise(ledger: Ledger, receivers: World['receivers']): DemoSummary {
  const { sent, replayed, refusedWhole, records, resources } = ledger.totals;
  const reports = receivers.map(({ name, effects }) => ({ name, report: checkEffects(ledger.accepted, effects()) }));
  const lines = [
    'Tổng kết / Summary',
    `  sent          ${sent} submissions (${replayed} replays answered with the first receipt, ${refusedWhole} refused as a whole)`,
    `  records       ${records.accepted} accepted, ${records.quarantined} quarantined, ${records.refused} refused`,
    `  resources     ${resources} FHIR R4 resources in accepted records`,
    ...reports.map(({ name, report }) => `  ${name.padEnd(13)} ${describe(report)}`),
  ];
  return { text: `${lines.join('\n')}\n`, whole: reports.every(({ report }) => isWhole(report)) };
}

function describe({ delivered, lost, doubled, phantom, reordered }: EffectReport): string {
  return `delivered ${delivered}, lost ${lost.length}, doubled ${doubled.length}, phantom ${phantom.length}, reordered ${reordered.length}`;
}

function isWhole({ lost, doubled, phantom, reordered }: EffectReport): boolean {
  return lost.length + doubled.length + phantom.length + reordered.length === 0;
}
