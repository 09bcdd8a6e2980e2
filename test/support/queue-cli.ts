import { main } from '../../src/cli/main.ts';
import { openStore } from '../../src/cli/open-store.ts';
import type { DeliveryRow, DestinationStop, QueueDepth } from '../../src/types/delivery.ts';
import type { Store } from '../../src/types/store.ts';
import { type CliRun, createFolder } from './run-cli.ts';
import { NOON } from './store-fixtures.ts';

/** `queue` on a store of its own, at an hour that the test sets. */
export interface QueueCli {
  readonly folder: string;
  /** Milliseconds since 1970. */
  now: number;
  run(...args: readonly string[]): Promise<CliRun>;
  list(...args: readonly string[]): Promise<{
    readonly depths: readonly QueueDepth[];
    readonly stops: readonly DestinationStop[];
    readonly deliveries: readonly (DeliveryRow & { readonly waiting: { readonly for: string } | null })[];
  }>;
  withStore<T>(work: (store: Store) => Promise<T>): Promise<T>;
  /** Details of the entries of the audit log that operators left. */
  audited(): Promise<readonly { readonly event: string; readonly object: string; readonly [name: string]: string }[]>;
  remove(): Promise<void>;
}

interface OperatorEvent {
  readonly subtype?: readonly { readonly code: string }[];
  readonly agent: readonly { readonly who: { readonly display?: string } }[];
  readonly entity: readonly {
    readonly what: { readonly identifier?: { readonly value: string } };
    readonly detail?: readonly { readonly type: string; readonly valueString: string }[];
  }[];
}

export async function createQueueCli(env: Readonly<Record<string, string>> = {}): Promise<QueueCli> {
  const folder = await createFolder();
  let ids = 0;
  const ioOf = (out: string[] = [], err: string[] = []) => ({
    stdout: { write: (text: string) => out.push(text) },
    stderr: { write: (text: string) => err.push(text) },
    env: { USER: 'lan', ...env },
    cwd: folder.path,
    clock: () => cli.now,
    sleep: async () => {},
    newId: () => `id-${++ids}`,
  });
  const cli: QueueCli = {
    folder: folder.path,
    now: NOON,
    async run(...args) {
      const [out, err]: [string[], string[]] = [[], []];
      return { code: await main(['queue', ...args], ioOf(out, err)), stdout: out.join(''), stderr: err.join('') };
    },
    async list(...args) {
      const { stdout } = await cli.run('list', '--json', ...args);
      return JSON.parse(stdout);
    },
    async withStore(work) {
      const store = await openStore(ioOf());
      try {
        return await work(store);
      } finally {
        await store.close();
      }
    },
    audited: () => cli.withStore(readOperators),
    remove: folder.remove,
  };
  return cli;
}

async function readOperators(store: Store) {
  const entries = (await store.audit(1, 1_000)).map(({ entry }) => JSON.parse(entry) as OperatorEvent);
  return entries
    .filter(({ agent }) => agent[0]?.who.display?.startsWith('operator:'))
    .map(({ subtype, agent, entity: [thing] }) => ({
      event: subtype?.[0]?.code ?? '',
      by: agent[0]?.who.display ?? '',
      object: thing?.what.identifier?.value ?? '',
      ...Object.fromEntries((thing?.detail ?? []).map(({ type, valueString }) => [type, valueString])),
    }));
}
