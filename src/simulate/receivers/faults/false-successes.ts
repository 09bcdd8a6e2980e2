import { pipeline, Readable } from 'node:stream';
import type { Fault, FaultOptions } from '../fault.ts';
import { sendAnswer } from '../send-answer.ts';

const PAGE = '<!doctype html><html lang="vi"><title>Đăng nhập</title><p>Vui lòng đăng nhập.</p></html>';
const CHUNK = Buffer.alloc(65_536, ' ');

/** 200 with a sign-in page, as a proxy in between does; commits nothing. */
export function answerWithPage(): Fault {
  const headers = { 'content-type': 'text/html; charset=utf-8' };
  return () => ({
    when: 'answering',
    act: ({ response }) => sendAnswer(response, { status: 200, headers, body: PAGE }),
  });
}

/** 200 with an error of the protocol in it; commits nothing. */
export function answerWithOutcome(): Fault {
  return () => ({ when: 'answering', act: ({ response, fail }) => sendAnswer(response, fail(200)) });
}

/** Commits, then 200 with the right answer behind a very long run of blanks. */
export function answerHuge({ bytes = 1_073_741_824 }: FaultOptions): Fault {
  function* chunks(body: string): Generator<Buffer> {
    for (let sent = 0; sent < bytes; sent += CHUNK.length) yield CHUNK;
    yield Buffer.from(body);
  }
  return () => ({
    when: 'answering',
    act({ response, commit }) {
      const { status, headers, body } = commit();
      response.writeHead(status, headers);
      // The sender is expected to hang up; that ends the stream and is no error here.
      pipeline(Readable.from(chunks(body)), response, () => undefined);
    },
  });
}
