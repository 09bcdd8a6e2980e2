import { Pool } from 'undici';
import type { Payload } from '../ingest/payloads.ts';

/** Calls at fixed instants, whether or not the one before was answered: nobody who sends waits for the gateway. */
export interface SteadyLoad {
  /** Latencies of the calls that were due since the last time, ascending, in milliseconds from the instant at which they were due. */
  take(): readonly number[];
  accepted(): number;
  /** Sends nothing more and waits for the answers under way. */
  stop(): Promise<void>;
}

/** Sends claims at `perSecond` with the token that `tokenOf` gives for their facility. Any answer but 201, and running out
 * of payloads, rejects `stop`. */
export function startSteadyLoad(
  url: string,
  payloads: Iterator<Payload>,
  perSecond: number,
  tokenOf: (facility: string) => string,
): SteadyLoad {
  const pool = new Pool(url, { connections: 64, pipelining: 1 });
  const began = performance.now();
  const underWay = new Set<Promise<void>>();
  let latencies: number[] = [];
  let accepted = 0;
  let due = 0;
  let failure: unknown;

  async function send({ facility, bytes }: Payload, dueAt: number): Promise<void> {
    const headers = { 'content-type': 'application/xml', authorization: `Bearer ${tokenOf(facility)}` };
    const { statusCode, body } = await pool.request({ method: 'POST', path: '/submissions', headers, body: bytes });
    const text = await body.text();
    if (statusCode !== 201) throw new Error(`/submissions answered ${statusCode}: ${text.slice(0, 300)}`);
    latencies.push(performance.now() - dueAt);
    accepted += 1;
  }

  function sendDue(): void {
    for (;;) {
      const dueAt = began + (due * 1_000) / perSecond;
      if (dueAt > performance.now()) return;
      due += 1;
      const next = payloads.next();
      if (next.done === true) {
        failure ??= new Error('the claims ran out');
        clearInterval(timer);
        return;
      }
      const sending: Promise<void> = send(next.value, dueAt)
        .catch((error: unknown) => {
          failure ??= error;
        })
        .finally(() => underWay.delete(sending));
      underWay.add(sending);
    }
  }

  const timer = setInterval(sendDue, 1);
  return {
    take() {
      const taken = latencies.sort((one, other) => one - other);
      latencies = [];
      return taken;
    },
    accepted: () => accepted,
    async stop() {
      clearInterval(timer);
      await Promise.all(underWay);
      await pool.close();
      if (failure !== undefined) throw failure;
    },
  };
}
