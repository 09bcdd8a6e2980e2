import type { Kind, Measured } from './measure.ts';

/** A server and what it did. */
export interface Named {
  readonly name: string;
  readonly measured: Measured;
}

const COLUMNS = ['calls/s', 'resources/s', 'p50 ms', 'p99 ms', 'CPU ms each', 'sender ms', 'GC ms each', 'RSS MB'];

/** OpenHIM 8.5 passing requests through with its log, measured on the same kind of machine (see bench/README.md). */
const OPENHIM = { least: 113, most: 172 };

/** Prints one run of the gateway beside the bare server of the same run. */
export function report({ title, payloads }: Kind, gateway: Named, bare: Named): void {
  const size = payloads.reduce((sum, { bytes }) => sum + bytes.length, 0) / payloads.length / 1_000;
  const each = gateway.measured.resources / gateway.measured.answered;
  console.log(`\n${title}: ${size.toFixed(1)} KB, ${each.toFixed(1)} resources each`);
  console.log(row('', COLUMNS));
  for (const { name, measured } of [gateway, bare]) console.log(row(name, cellsOf(measured)));
  const [own, floor] = [callsPerSecond(gateway.measured), callsPerSecond(bare.measured)];
  console.log(`  the gateway takes ${(own / floor).toFixed(2)} of what the bare server takes`);
  const [least, most] = [own / OPENHIM.most, own / OPENHIM.least];
  console.log(
    `  and ${least.toFixed(1)} to ${most.toFixed(1)} times what OpenHIM passes through (${OPENHIM.least} to ${OPENHIM.most} requests/s)`,
  );
  const stages = [...gateway.measured.stageSeconds].map(
    ([stage, seconds]) => `${stage} ${((seconds * 1_000) / gateway.measured.answered).toFixed(2)}`,
  );
  console.log(`  ms each by the gateway's own clock, waiting included: ${stages.join(', ')}`);
}

function callsPerSecond({ answered, seconds }: Measured): number {
  return answered / seconds;
}

function cellsOf(measured: Measured): readonly string[] {
  const { answered, seconds, resources, latencies, cpuSeconds, senderCpuSeconds, gcSeconds, residentBytes } = measured;
  const msEach = (total: number) => ((total * 1_000) / answered).toFixed(2);
  return [
    (answered / seconds).toFixed(0),
    resources === 0 ? '-' : (resources / seconds).toFixed(0),
    quantile(latencies, 0.5).toFixed(1),
    quantile(latencies, 0.99).toFixed(1),
    msEach(cpuSeconds),
    msEach(senderCpuSeconds),
    msEach(gcSeconds),
    (residentBytes / 1e6).toFixed(0),
  ];
}

function quantile(ascending: readonly number[], share: number): number {
  return ascending[Math.min(ascending.length - 1, Math.floor(ascending.length * share))] ?? Number.NaN;
}

function row(name: string, cells: readonly string[]): string {
  return `  ${name.padEnd(14)}${cells.map((cell) => cell.padStart(12)).join('')}`;
}
