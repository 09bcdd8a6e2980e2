import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import express from 'express';
import { createEventStream, type EventStream } from '../../../../src/console/live/event-stream.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function serve(stream: EventStream) {
  const server = createServer(express().get('/events', (_request, response) => stream.open(response)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/events`;
}

/** Reads a stream until it has brought a text, or has ended; gives all of it. */
async function readUntil(response: Response, wanted: string): Promise<string> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.includes(wanted)) break;
  }
  return text;
}

describe('the stream of events', () => {
  it('tells which topics changed, and nothing while nothing does but that it is alive', async () => {
    const signs = { coverage: 'a', reports: 'x' };
    const stream = createEventStream({
      signs: { coverage: async () => signs.coverage, reports: async () => signs.reports },
      everyMs: 5,
    });
    const url = await serve(stream);
    const response = await fetch(url);
    expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
    const reading = readUntil(response, 'news');
    const quiet = await readUntil(await fetch(url), 'event: alive');
    expect(quiet).not.toContain('news');
    signs.reports = 'y';
    expect(await reading).toContain('event: news\ndata: reports\n\n');
    stream.stop();
  });

  it('is silent while the store cannot be read, and goes on afterwards', async () => {
    let looks = 0;
    const stream = createEventStream({
      signs: {
        coverage: async () => {
          looks += 1;
          if (looks < 4) throw new Error('down');
          return String(looks);
        },
      },
      everyMs: 5,
    });
    const text = await readUntil(await fetch(await serve(stream)), 'news');
    expect(text.match(/event: \w+/g)).toEqual(['event: hello', 'event: news']);
    stream.stop();
  });

  it('does not look while nobody listens', async () => {
    let looks = 0;
    const stream = createEventStream({
      signs: {
        coverage: async () => {
          looks += 1;
          return '';
        },
      },
      everyMs: 1,
    });
    const url = await serve(stream);
    expect(looks).toBe(0);
    await readUntil(await fetch(url), 'alive');
    expect(looks).toBeGreaterThan(0);
    stream.stop();
  });

  it('has room for so many, and tells the others to ask by themselves', async () => {
    const stream = createEventStream({ signs: {}, maxStreams: 1 });
    const url = await serve(stream);
    expect((await fetch(url)).status).toBe(200);
    expect((await fetch(url)).status).toBe(503);
    stream.stop();
  });

  it('ends when the console stops, and does not begin again', async () => {
    const stream = createEventStream({ signs: {}, everyMs: 5 });
    const url = await serve(stream);
    const response = await fetch(url);
    stream.stop();
    expect(await readUntil(response, 'never')).toContain('hello');
    expect((await fetch(url)).status).toBe(503);
  });
});
