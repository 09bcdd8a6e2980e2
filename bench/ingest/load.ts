import { Pool } from 'undici';

/** One call. */
export interface Call {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** What was measured between two instants. */
export interface Window {
  readonly seconds: number;
  readonly answered: number;
  /** Sum of what `count` gave for the answers. */
  readonly resources: number;
  /** Milliseconds from the call to the end of the answer, ascending. */
  readonly latencies: readonly number[];
}

/**
 * A closed loop: every connection sends the next call as soon as it has its answer. It is kept up through warm-up and
 * window, so nothing starts or ends inside the window. Every answer must be 201: throws on any other.
 */
export interface Load {
  /** Goes on for so many answers and gives them; ends early when there are no calls left. */
  run(wanted: number): Promise<Window>;
  /** Waits for the answers under way. */
  stop(): Promise<void>;
}

/** Starts sending. `count` reads from an answer how many resources were kept. */
export function startLoad(
  url: string,
  calls: Iterator<Call>,
  connections: number,
  count: (answer: string) => number,
): Load {
  const pool = new Pool(url, { connections, pipelining: 1 });
  let isOver = false;
  let isEmpty = false;
  let current = { answered: 0, resources: 0, latencies: [] as number[] };

  async function send({ path, headers, body }: Call): Promise<void> {
    const start = performance.now();
    const answer = await pool.request({ method: 'POST', path, headers, body });
    const text = await answer.body.text();
    if (answer.statusCode !== 201) throw new Error(`${path} answered ${answer.statusCode}: ${text.slice(0, 500)}`);
    current.latencies.push(performance.now() - start);
    current.resources += count(text);
    current.answered += 1;
  }

  async function sendOn(): Promise<void> {
    while (!isOver) {
      const next = calls.next();
      if (next.done === true) break;
      await send(next.value);
    }
    isEmpty = true;
  }

  const senders = Promise.all(Array.from({ length: connections }, sendOn));
  return {
    async run(wanted) {
      current = { answered: 0, resources: 0, latencies: [] };
      const start = performance.now();
      while (!isEmpty && current.answered < wanted) await Promise.race([senders, pause(5)]);
      const { answered, resources, latencies } = current;
      const seconds = (performance.now() - start) / 1_000;
      return { seconds, answered, resources, latencies: latencies.toSorted((one, other) => one - other) };
    },
    async stop() {
      isOver = true;
      await senders;
      await pool.close();
    },
  };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
