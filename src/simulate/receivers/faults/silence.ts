import type { Fault, FaultOptions } from '../fault.ts';

/** Reads the request and never answers; commits nothing. */
export function neverAnswer(): Fault {
  return () => ({ when: 'answering', act: () => undefined });
}

/** Commits, sends the headers and half of the body, then nothing more. */
export function hangInBody(): Fault {
  return () => ({
    when: 'answering',
    act({ response, commit }) {
      const { status, headers, body } = commit();
      response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
      response.write(body.slice(0, body.length / 2));
    },
  });
}

/** Commits and sends the right answer one byte at a time. */
export function dripAnswer({ intervalMs = 200 }: FaultOptions): Fault {
  return () => ({
    when: 'answering',
    act({ response, commit }) {
      const { status, headers, body } = commit();
      const bytes = Buffer.from(body);
      response.writeHead(status, { ...headers, 'content-length': bytes.length });
      let sent = 0;
      const timer = setInterval(() => {
        response.write(bytes.subarray(sent, sent + 1));
        sent += 1;
        if (sent === bytes.length) response.end();
      }, intervalMs);
      response.once('close', () => clearInterval(timer));
    },
  });
}
