/**
 * The yardstick: Express that parses what it is sent, keeps the bytes in one SQLite row and answers after the fsync,
 * grouped as the gateway groups (one transaction for what came in one turn of the event loop). No token, no hash, no
 * mapping, no check, no receipt. Prints its address as one JSON line.
 *
 *   node bench/ingest/bare-server.ts FILE
 */
import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import Database from 'better-sqlite3';
import express from 'express';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { SaxesParser } from 'saxes';

type Done = () => void;

function createInsert(file: string): (bytes: Buffer) => Promise<void> {
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec('CREATE TABLE bare (id TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT');
  const insert = db.prepare('INSERT INTO bare (id, bytes) VALUES (?, ?)');
  const insertAll = db.transaction((group: readonly Buffer[]) => {
    for (const bytes of group) insert.run(randomUUID(), bytes);
  });
  let waiting: { readonly bytes: Buffer; readonly done: Done }[] = [];
  return (bytes) =>
    new Promise((done) => {
      if (waiting.push({ bytes, done }) > 1) return;
      setImmediate(() => {
        const group = waiting;
        waiting = [];
        insertAll.immediate(group.map((each) => each.bytes));
        for (const each of group) each.done();
      });
    });
}

function scanXml(bytes: Buffer): number {
  let elements = 0;
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', () => {
    elements += 1;
  });
  parser.write(bytes.toString('utf8')).close();
  return elements;
}

const [, , file = ''] = process.argv;
const insert = createInsert(file);
const registry = new Registry();
collectDefaultMetrics({ register: registry });
const app = express();
app.use(express.raw({ type: () => true, limit: '50mb' }));
app.post('/submissions', async (request, response) => {
  const bytes = request.body as Buffer;
  scanXml(bytes);
  await insert(bytes);
  response.status(201).json({ size: bytes.length });
});
app.post('/fhir', async (request, response) => {
  const bytes = request.body as Buffer;
  JSON.parse(bytes.toString('utf8'));
  await insert(bytes);
  response.status(201).json({ size: bytes.length });
});
app.get('/metrics', async (_request, response) => {
  response.type('text/plain').send(await registry.metrics());
});
const server = app.listen(0, '127.0.0.1', () => {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  process.stdout.write(`${JSON.stringify({ listening: url, admin: url })}\n`);
});
