import { serveLocally } from './local-server.ts';

/** What a stub answers: an object as JSON, a text as it is. */
export interface StubAnswer {
  readonly status: number;
  readonly body: object | string;
}

/** A server that reads the whole request and answers by its path alone, until `closeLocalServers`; gives its origin. */
export function answerBy(answer: (path: string) => StubAnswer): Promise<string> {
  return serveLocally((request, response) => {
    const { status, body } = answer(request.url ?? '');
    request.resume().once('end', () => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  });
}
