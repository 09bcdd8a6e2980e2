import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { startGatewayHere } from '../support/gateway-here.ts';

it('a gateway whose console is looked at stops at once: the streams of news end', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lien-thong-stop-'));
  const configFile = join(folder, 'lien-thong.yaml');
  await writeFile(configFile, 'destinations: []\n');
  const gateway = await startGatewayHere(folder, { configFile, clock: Date.now });
  const response = await fetch(`${gateway.url}/console/events`, { headers: { accept: 'text/event-stream' } });
  expect(response.status).toBe(200);
  const reading = response.text();
  await gateway.stop();
  // An end of its own, not a cut connection: that would reject.
  expect(await reading).toContain('event: hello');
  await rm(folder, { recursive: true });
});
