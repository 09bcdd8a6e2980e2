import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the stand-in does with a batch: `answer` by the codes it knows, or a fault of the network. */
export type ServiceMode = 'answer' | 'status-500' | 'redirect' | 'no-json' | 'cut-off' | 'silent' | 'endless' | 'short';

/** A terminology server on 127.0.0.1 whose faults can be chosen. */
export interface TerminologyService {
  readonly url: string;
  readonly bodies: readonly string[];
  readonly paths: readonly (string | undefined)[];
  mode: ServiceMode;
  close(): Promise<void>;
}

/**
 * Starts a stand-in that answers a batch of $validate-code: yes for codes that begin with `good`, no for `bad`, no because
 * the system is unknown for `lost`, a refusal for every other one.
 */
export async function startTerminologyService(): Promise<TerminologyService> {
  const bodies: string[] = [];
  const paths: (string | undefined)[] = [];
  const state: { mode: ServiceMode } = { mode: 'answer' };
  const server = createServer(async (request, response) => {
    bodies.push(await textOf(request));
    paths.push(request.url);
    react(state.mode, bodies.at(-1) ?? '', response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/fhir`,
    bodies,
    paths,
    get mode() {
      return state.mode;
    },
    set mode(mode) {
      state.mode = mode;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

function react(mode: ServiceMode, body: string, response: ServerResponse): void {
  const answers = (JSON.parse(body) as { entry: BatchEntry[] }).entry.map(answerTo);
  if (mode === 'answer') send(response, answers);
  if (mode === 'short') send(response, answers.slice(1));
  if (mode === 'status-500') response.writeHead(500).end('broken');
  if (mode === 'redirect') response.writeHead(307, { location: '/elsewhere' }).end();
  if (mode === 'no-json') response.writeHead(200).end('<html>');
  if (mode === 'cut-off') response.writeHead(200, { 'content-length': '1000' }).write('{', () => response.destroy());
  if (mode === 'endless') flood(response);
}

interface BatchEntry {
  readonly resource: { readonly parameter: { readonly name: string; readonly valueCode?: string }[] };
}

function answerTo({ resource }: BatchEntry): unknown {
  const code = resource.parameter.find(({ name }) => name === 'code')?.valueCode ?? '';
  const result = { name: 'result', valueBoolean: code.startsWith('good') };
  const parameter: unknown[] = [result];
  if (code.startsWith('lost')) {
    parameter.push({ name: 'issues', resource: { resourceType: 'OperationOutcome', issue: [{ code: 'not-found' }] } });
  }
  if (code.startsWith('caused')) parameter.push({ name: 'x-caused-by-unknown-system', valueCanonical: 'urn:x' });
  const isAnswered = /^(?:good|bad|lost|caused)/.test(code);
  return {
    response: { status: isAnswered ? '200 OK' : '404' },
    resource: isAnswered ? { resourceType: 'Parameters', parameter } : { resourceType: 'OperationOutcome' },
  };
}

function send(response: ServerResponse, entry: readonly unknown[]): void {
  response.writeHead(200, { 'content-type': 'application/fhir+json' });
  response.end(JSON.stringify({ resourceType: 'Bundle', type: 'batch-response', entry }));
}

/** More than any client should read. */
function flood(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/fhir+json' });
  response.end(`{"resourceType":"Bundle","x":"${'y'.repeat(6_000_000)}"}`);
}
