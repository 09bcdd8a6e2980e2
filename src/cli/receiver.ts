import { once } from 'node:events';
import { resolve } from 'node:path';
import type { CliIo, Command } from './command.ts';
import { UsageError } from './failures.ts';
import { oneOf, parseOptions, refuseExtra, required } from './parse-options.ts';
import type { ReceiverStart, RunningReceiver, SignedInKind } from './receiver/running-receiver.ts';

const NAMES = ['province', 'nation'] as const;
const KINDS = ['fhir', 'province-warehouse', 'moh-hub', 'claim-portal', 'e-prescription'] as const;
const MAX_PORT = 65_535;
const FACILITY = /^(?:[0-9A-Za-z]{5}|\d{13})$/;
const DEFAULT_DOCTOR = 'BS-00001';

const OPTIONS = {
  kind: { type: 'string' },
  name: { type: 'string' },
  port: { type: 'string' },
  facility: { type: 'string', multiple: true },
  doctor: { type: 'string', multiple: true },
  out: { type: 'string' },
} as const;

const START: Readonly<Record<SignedInKind, () => Promise<(start: ReceiverStart) => Promise<RunningReceiver>>>> = {
  'province-warehouse': async () => (await import('./receiver/start-signed.ts')).startWarehouse,
  'moh-hub': async () => (await import('./receiver/start-signed.ts')).startHub,
  'claim-portal': async () => (await import('./receiver/start-claim-portal.ts')).startClaimPortal,
  'e-prescription': async () => (await import('./receiver/start-e-prescription.ts')).startEPrescription,
};

/** `receiver`: a simulated destination, to try a gateway with. */
export const receiver: Command = {
  name: 'receiver',
  summary: 'run a simulated receiver to try a gateway with',
  usage: `Usage: lien-thong receiver --name province|nation --port PORT
       lien-thong receiver --kind KIND --facility CODE... --out DIR --port PORT

Runs a simulated receiver on 127.0.0.1 until Ctrl-C. It keeps what it is sent in memory and forgets it at the end. For trials
only. GET /_effects on its port shows what took effect, POST /_fault makes it fail (docs/destinations.md).

The first form is a FHIR R4 server; its address is the 'url' of a destination of kind 'fhir'. The second form is one of
province-warehouse, moh-hub, claim-portal, e-prescription: it makes accounts for the facilities, puts passwords and keys
into files of DIR, and prints what to write into LT_CONFIG, as a file that can be used as it is. Files of DIR that are there
are used again.

  --kind KIND       default fhir
  --name NAME       of fhir: province gives its receipt in the answer, nation in a header
  --facility CODE   a facility that may send; once for each
  --doctor CODE     of e-prescription: ma_lien_thong_bac_si of a doctor; once for each; default ${DEFAULT_DOCTOR}
  --out DIR         folder for the files, made when it does not exist
  --port PORT       0 takes a free one
  --json            print {"name" or "kind","url","destination"}`,

  async run(args, io) {
    const { values, positionals } = parseOptions(args, OPTIONS);
    refuseExtra(positionals, 0);
    const kind = oneOf(values.kind, KINDS, '--kind') ?? 'fhir';
    const port = readPort(required(values.port, '--port'));
    // Who reads the address may end it at once.
    const ended = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
    const running = kind === 'fhir' ? await startFhir(values, port, io) : await startKind(kind, values, port, io);
    await ended;
    await running.close();
    return 0;
  },
};

interface Given {
  readonly name?: string;
  readonly facility?: readonly string[];
  readonly doctor?: readonly string[];
  readonly out?: string;
  readonly json?: boolean;
}

async function startFhir(
  given: Given,
  port: number,
  { stdout, clock }: CliIo,
): Promise<Pick<RunningReceiver, 'close'>> {
  refuseOf('fhir', { '--facility': given.facility, '--doctor': given.doctor, '--out': given.out });
  const name = required(oneOf(given.name, NAMES, '--name'), '--name');
  const { startReceiver } = await import('../simulate/receivers/receiver.ts');
  const running = await startReceiver({ name, port, clock });
  const { url, reconciliationUrl } = running;
  const destination = { id: name, kind: 'fhir', url, reconciliationUrl };
  await tell({ name, url, destination }, given, stdout);
  return running;
}

async function startKind(kind: SignedInKind, given: Given, port: number, io: CliIo): Promise<RunningReceiver> {
  refuseOf(kind, { '--name': given.name, ...(kind === 'e-prescription' ? {} : { '--doctor': given.doctor }) });
  const facilities = [...new Set(required(given.facility, '--facility'))];
  if (!facilities.every((code) => FACILITY.test(code))) throw new UsageError('--facility must be a facility code');
  const start = await START[kind]();
  const running = await start({
    port,
    facilities,
    doctors: given.doctor ?? [DEFAULT_DOCTOR],
    out: resolve(io.cwd, required(given.out, '--out')),
    clock: io.clock,
  });
  const { url, destination } = running;
  await tell({ kind, url, destination }, given, io.stdout);
  return running;
}

/** Its address, and what to write into LT_CONFIG. */
async function tell(
  told: { readonly name?: string; readonly kind?: string; readonly url: string; readonly destination: object },
  { json = false }: Given,
  stdout: CliIo['stdout'],
): Promise<void> {
  if (json) {
    stdout.write(`${JSON.stringify(told)}\n`);
    return;
  }
  const { stringify } = await import('yaml');
  stdout.write(`# ${told.name ?? told.kind}  ${told.url}\n${stringify({ destinations: [told.destination] })}`);
}

function refuseOf(kind: string, options: Readonly<Record<string, unknown>>): void {
  const given = Object.entries(options).find(([, value]) => value !== undefined)?.[0];
  if (given !== undefined) throw new UsageError(`${given} is not for --kind ${kind}`);
}

function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= MAX_PORT)) throw new UsageError(`--port must be 0 to ${MAX_PORT}`);
  return port;
}
