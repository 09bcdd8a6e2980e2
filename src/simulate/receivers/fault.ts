import type { Request, Response } from 'express';
import type { Answer } from './outcome.ts';

/**
 * Ways in which a receiver can fail.
 *
 * | kind | what the sender sees | committed? |
 * |---|---|---|
 * | `http-500` | 500 with an error of the protocol (FHIR: an OperationOutcome) | no |
 * | `http-503`, `http-429` | that status with Retry-After | no |
 * | `redirect` | 307 to another path | no |
 * | `timeout` | the request is read, no answer ever | no |
 * | `hang` | 200, headers and half the body, then nothing | yes |
 * | `drip` | 200, the right answer at a byte per 200 ms | yes |
 * | `half-open` | the connection stands, nothing is read or written | no |
 * | `reset-before-reading` | RST after the request's head | no |
 * | `reset-after-commit` | RST in place of the answer | yes |
 * | `html-200` | 200 with an HTML page | no |
 * | `outcome-200` | 200 with an error of the protocol in it | no |
 * | `huge` | 200 and 1 GiB of body | yes |
 * | `down` | connection refused | no |
 * | `flaky` | by chance: 500, 503, RST before reading, RST after commit | by chance |
 */
export type FaultKind =
  | 'http-500'
  | 'http-503'
  | 'http-429'
  | 'redirect'
  | 'timeout'
  | 'hang'
  | 'drip'
  | 'half-open'
  | 'reset-before-reading'
  | 'reset-after-commit'
  | 'html-200'
  | 'outcome-200'
  | 'huge'
  | 'down'
  | 'flaky';

/** What a request is for. */
export type RequestSort = 'data' | 'sign-in' | 'query';

export interface FaultOptions {
  /** Which requests it meets: those that bring content, that sign in, or that ask what became of one. Default `data`. */
  readonly at?: RequestSort;
  /** Of `http-503` and `http-429`. Default 1. */
  readonly retryAfterSeconds?: number;
  /** Between two bytes of `drip`. Default 200. */
  readonly intervalMs?: number;
  /** Length of the `huge` body. Default 1 GiB. */
  readonly bytes?: number;
  /** Share of requests that `flaky` fails, 0 to 1. Default 0.5. */
  readonly probability?: number;
  /** Of `flaky`'s choices. Default: always the same one. */
  readonly seed?: string;
}

/** One request on its way. */
export interface Exchange {
  readonly response: Response;
  /** Applies what the request asks for and gives the honest answer. */
  readonly commit: () => Answer;
  /** How the protocol says, with a status, that the receiver failed. */
  readonly fail: (status: number) => Answer;
}

/** What a fault does to one request: before its body is read, or in place of the answer. */
export type Misbehaviour =
  | { readonly when: 'before-reading'; readonly act: (request: Request) => void }
  | { readonly when: 'answering'; readonly act: (exchange: Exchange) => void };

/** Asked once per request; null lets it pass. */
export type Fault = () => Misbehaviour | null;
