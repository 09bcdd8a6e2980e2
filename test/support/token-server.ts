import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { request } from 'undici';
import { createTokenEndpoint, type TokenEndpointDeps } from '../../src/authenticate/token-endpoint.ts';

export const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

export interface TokenServer {
  readonly url: string;
  close(): Promise<void>;
}

/** The token endpoint alone behind real HTTP on loopback. */
export async function startTokenServer(deps: TokenEndpointDeps): Promise<TokenServer> {
  const app = express();
  app.post('/auth/token', createTokenEndpoint(deps));
  const server: Server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export interface TokenReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Posts a form as it is. */
export async function postForm(
  url: string,
  form: string | Readonly<Record<string, string>>,
  contentType = 'application/x-www-form-urlencoded',
): Promise<TokenReply> {
  const reply = await request(`${url}/auth/token`, {
    method: 'POST',
    headers: { 'content-type': contentType },
    body: typeof form === 'string' ? form : new URLSearchParams(form).toString(),
  });
  return { status: reply.statusCode, headers: reply.headers, body: (await reply.body.json()) as TokenReply['body'] };
}

/** Asks for a token with this assertion. */
export function postAssertion(url: string, assertion: string, more: Readonly<Record<string, string>> = {}) {
  return postForm(url, {
    grant_type: 'client_credentials',
    client_assertion_type: JWT_BEARER,
    client_assertion: assertion,
    ...more,
  });
}
