import { once } from 'node:events';
import type { Command } from './command.ts';
import { UsageError } from './failures.ts';
import { oneOf, parseOptions, refuseExtra, required } from './parse-options.ts';

const NAMES = ['province', 'nation'] as const;
const MAX_PORT = 65_535;

/** `receiver`: a simulated destination, to try a gateway with. */
export const receiver: Command = {
  name: 'receiver',
  summary: 'run a simulated receiver to try a gateway with',
  usage: `Usage: lien-thong receiver --name province|nation --port PORT

Runs a simulated FHIR R4 receiver on 127.0.0.1 until Ctrl-C and prints its address, which is the 'url' of a destination of
kind 'fhir'. It keeps what it is sent in memory and forgets it at the end. For trials only. GET /_effects on its port shows
what took effect, POST /_fault makes it fail (docs/destinations.md).

  --name NAME   province gives its receipt in the answer, nation in a header
  --port PORT   0 takes a free one
  --json        print {"name","url"}`,

  async run(args, { stdout, clock }) {
    const { values, positionals } = parseOptions(args, { name: { type: 'string' }, port: { type: 'string' } });
    refuseExtra(positionals, 0);
    const name = required(oneOf(values.name, NAMES, '--name'), '--name');
    const port = readPort(required(values.port, '--port'));
    const { startReceiver } = await import('../simulate/receivers/receiver.ts');
    const running = await startReceiver({ name, port, clock });
    stdout.write(values.json ? `${JSON.stringify({ name, url: running.url })}\n` : `${name}  ${running.url}\n`);
    await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
    await running.close();
    return 0;
  },
};

function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= MAX_PORT)) throw new UsageError(`--port must be 0 to ${MAX_PORT}`);
  return port;
}
