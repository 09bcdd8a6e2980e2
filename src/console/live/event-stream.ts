import type { Response } from 'express';
import type { LiveTopic } from '../page.ts';

export interface EventStreamDeps {
  /** A text that changes whenever what the topic shows may have changed; rejects when the store cannot be read. */
  readonly signs: Readonly<Partial<Record<LiveTopic, () => Promise<string>>>>;
  /** So often the signs are looked at while somebody listens, in milliseconds. Default 3,000. */
  readonly everyMs?: number;
  /** Open streams at one time: more are told to ask by themselves. Default 100. */
  readonly maxStreams?: number;
}

export interface EventStream {
  /** Keeps a response open and writes news to it; answers 503 when there are too many or the console is stopping. */
  open(response: Response): void;
  /** Ends all streams; later ones are refused. */
  stop(): void;
}

/** Every so many looks a listener is told that the gateway is there. */
const LOOKS_PER_HEARTBEAT = 4;
/** A browser asks again after this time, in milliseconds. */
const RETRY_MS = 5_000;

/**
 * Server-sent events: `news` with the topics that changed, at most once a look, and `alive` in between. All listeners
 * share one look; nobody listening, nothing is looked at. While the store cannot be read nothing is sent, so that pages
 * call themselves stale.
 * @source https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export function createEventStream({ signs, everyMs = 3_000, maxStreams = 100 }: EventStreamDeps): EventStream {
  const streams = new Set<Response>();
  const last = new Map<LiveTopic, string>();
  const topics = Object.entries(signs) as readonly (readonly [LiveTopic, () => Promise<string>])[];
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let looks = 0;

  function tell(event: string, data: string): void {
    for (const stream of streams) stream.write(`event: ${event}\ndata: ${data}\n\n`);
  }

  async function look(): Promise<void> {
    const read = await Promise.all(topics.map(async ([topic, sign]) => [topic, await sign()] as const));
    const changed = read.filter(([topic, sign]) => last.has(topic) && last.get(topic) !== sign);
    for (const [topic, sign] of read) last.set(topic, sign);
    looks += 1;
    if (changed.length > 0) tell('news', changed.map(([topic]) => topic).join(' '));
    else if (looks % LOOKS_PER_HEARTBEAT === 0) tell('alive', '');
  }

  function lookAgain(): void {
    if (timer !== undefined || stopped || streams.size === 0) return;
    timer = setTimeout(() => {
      void look()
        .catch(() => undefined)
        .finally(() => {
          timer = undefined;
          lookAgain();
        });
    }, everyMs);
  }

  return {
    open(response) {
      if (stopped || streams.size >= maxStreams) {
        response.status(503).end();
        return;
      }
      response.set({ 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' });
      response.write(`retry: ${RETRY_MS}\nevent: hello\ndata:\n\n`);
      streams.add(response);
      response.on('close', () => streams.delete(response));
      lookAgain();
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
      for (const stream of streams) stream.end();
    },
  };
}
