/**
 * A FHIR server as it is at the other end of a network: it costs this machine as little as it can. It answers each transaction
 * with an entry for each of its entries, after a delay, and counts messages and the keys that it has not seen before.
 *
 *   node bench/drain/receiver.ts PORT DELAY_MS
 */
import { createServer, type ServerResponse } from 'node:http';

const FIRST_HEADERS = { 'content-type': 'application/fhir+json' };
const ENTRY = '{"response":{"status":"201 Created"}}';
const MARK = Buffer.from('"fullUrl":');

const [, , port = '0', delay = '0'] = process.argv;
const delayMs = Number(delay);
const keys = new Set<string>();
let messages = 0;

function countEntries(bytes: Buffer): number {
  let entries = 0;
  for (let at = bytes.indexOf(MARK); at >= 0; at = bytes.indexOf(MARK, at + MARK.length)) entries += 1;
  return entries;
}

function answer(bytes: Buffer, response: ServerResponse): void {
  const entries = Array.from({ length: countEntries(bytes) }, () => ENTRY).join(',');
  const text = `{"resourceType":"Bundle","id":"r${messages}","type":"transaction-response","entry":[${entries}]}`;
  response.writeHead(200, FIRST_HEADERS).end(text);
}

const server = createServer((request, response) => {
  if (request.method === 'GET') {
    response.end(JSON.stringify({ messages, effects: keys.size }));
    return;
  }
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => void chunks.push(chunk));
  request.on('end', () => {
    messages += 1;
    keys.add(String(request.headers['idempotency-key']));
    setTimeout(() => answer(Buffer.concat(chunks), response), delayMs);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(Number(port), '127.0.0.1', () => process.stdout.write('ready\n'));
