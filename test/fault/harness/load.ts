import { setTimeout as sleep } from 'node:timers/promises';
import type { Ledger } from '../../../src/simulate/demo/ledger.ts';
import type { Sender } from '../../../src/simulate/demo/sender.ts';
import { createHospital, type Hospital, type Sent } from '../../../src/simulate/hospitals/hospital.ts';

/** One call of a hospital. */
export interface Exchange {
  readonly startedAt: number;
  readonly endedAt: number;
  /** Null: no answer came. */
  readonly status: number | null;
  /** True when the answer says when to come again. */
  readonly saysWhen: boolean;
}

export interface RegisteredHospital {
  readonly facility: string;
  readonly sender: Sender;
}

/** Hospitals that send one after the other, each until it is answered, as their programs do. */
export interface Load {
  /** @param senders how many of the hospitals. Default: all. */
  start(senders?: number): void;
  /** Takes nothing new; resolves when every submission that was begun has its answer. */
  stop(): Promise<void>;
  /** All calls up to now. */
  readonly exchanges: readonly Exchange[];
  /** Submissions that have their final answer. */
  answered(): number;
  /** Ends at once: what has no answer gets none. */
  close(): Promise<void>;
}

/** A gateway that starts on a busy machine takes some seconds: patience for three minutes. */
const PATIENCE_MS = 180_000;
const PAUSE_MS = 25;
/** Every fifth submission is followed by its correction, and so by a new version of the same record. */
const CORRECTED = 5;

/** Starts nothing yet. */
export function createLoad(deps: {
  readonly hospitals: readonly RegisteredHospital[];
  readonly ledger: Ledger;
  readonly seed: string;
}): Load {
  const exchanges: Exchange[] = [];
  let isOver = true;
  let isClosed = false;
  let answered = 0;
  let working: Promise<unknown> = Promise.resolve();

  async function sendUntilAnswered(sent: Sent, { facility, sender }: RegisteredHospital): Promise<void> {
    const until = Date.now() + PATIENCE_MS;
    while (Date.now() < until && !isClosed) {
      const startedAt = Date.now();
      const answer = await sender.send(sent).catch(() => null);
      exchanges.push({
        startedAt,
        endedAt: Date.now(),
        status: answer?.status ?? null,
        saysWhen: answer?.retryAfter != null,
      });
      if (answer !== null && answer.status < 500 && answer.status !== 429) {
        answered += 1;
        deps.ledger.note(facility, sent, answer);
        return;
      }
      await sleep(PAUSE_MS);
    }
    if (!isClosed) throw new Error(`no answer within ${PATIENCE_MS} ms`);
  }

  async function work(hospital: Hospital, registered: RegisteredHospital): Promise<void> {
    for (let count = 1; !isOver; count++) {
      const first = count % 2 === 0 ? hospital.claimEnvelope() : hospital.fhirBundle();
      await sendUntilAnswered(first, registered);
      if (count % CORRECTED === 0) await sendUntilAnswered(hospital.resend(first, 'corrected'), registered);
    }
  }

  const hospitals = deps.hospitals.map((registered, index) => ({
    registered,
    hospital: createHospital({ facility: registered.facility, seed: `${deps.seed}-${index}`, clock: Date.now }),
  }));
  return {
    exchanges,
    answered: () => answered,
    start(senders = hospitals.length) {
      isOver = false;
      working = Promise.all(hospitals.slice(0, senders).map(({ hospital, registered }) => work(hospital, registered)));
      // Told to whoever calls `stop`; until then it is no unhandled rejection.
      working.catch(() => undefined);
    },
    async stop() {
      isOver = true;
      await working;
    },
    async close() {
      isOver = true;
      isClosed = true;
      await working.catch(() => undefined);
      await Promise.all(deps.hospitals.map(({ sender }) => sender.close()));
    },
  };
}
