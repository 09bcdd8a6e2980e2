import { setTimeout as sleep } from 'node:timers/promises';
import type { GatewayProcess } from '../../support/gateway-process.ts';

const PATIENCE_MS = 120_000;

/** Waits until the queue gauges, as an operator sees them, hold nothing that is still to go. */
export async function drained({ adminUrl }: GatewayProcess): Promise<void> {
  const until = Date.now() + PATIENCE_MS;
  while (Date.now() < until) {
    const text = await (await fetch(`${adminUrl}/metrics`)).text();
    const open = text
      .split('\n')
      .filter((line) => /^lienthong_queue_depth\{.*state="(queued|sending|unknown)"/.test(line));
    if (open.every((line) => line.endsWith(' 0'))) return;
    await sleep(50);
  }
  throw new Error('the queue did not drain');
}
