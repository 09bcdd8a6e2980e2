import { Pool } from 'undici';
import {
  type CodeAnswer,
  type CodeQuestion,
  type ConnectedServer,
  TerminologyServerFault,
} from './terminology-server.ts';
import { buildBatch, type FindValueSet, readBatch } from './validate-code-batch.ts';

const CONNECT_TIMEOUT_MS = 3_000;
const MAX_CONNECTIONS = 4;
/** Questions of one request; more are asked in several. */
const MAX_QUESTIONS = 100;
const MAX_ANSWER_BYTES = 4_194_304;

export interface FhirTerminologyServerOptions {
  /** Base URL of a FHIR R4 server, `https://host/fhir`. */
  readonly url: string;
  /** For one request from the first to the last byte, in milliseconds. */
  readonly timeoutMs: number;
  /** Headers of every request, such as authorization. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Value sets that are loaded here. */
  readonly findValueSet: FindValueSet;
}

/**
 * A FHIR R4 server that is asked by `$validate-code`, in batches at its base URL. Connects in 3 s, reads at most 4 MiB of
 * an answer and follows no redirect. Refuses (throws) a `url` that is none of http or https.
 * @source https://hl7.org/fhir/R4/terminology-service.html#validation
 */
export function createFhirTerminologyServer(options: FhirTerminologyServerOptions): ConnectedServer {
  const url = new URL(options.url);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new TypeError('A terminology server needs an http URL');
  const pool = new Pool(url.origin, {
    connections: MAX_CONNECTIONS,
    connect: { timeout: CONNECT_TIMEOUT_MS },
    headersTimeout: options.timeoutMs,
    maxResponseSize: MAX_ANSWER_BYTES,
    allowH2: false,
  });

  async function post(body: string): Promise<unknown> {
    try {
      const response = await pool.request({
        method: 'POST',
        path: url.pathname + url.search,
        headers: { 'content-type': 'application/fhir+json', accept: 'application/fhir+json', ...options.headers },
        body,
        signal: AbortSignal.timeout(options.timeoutMs),
      });
      if (response.statusCode !== 200) {
        await response.body.dump();
        throw new TerminologyServerFault(`status ${response.statusCode}`);
      }
      return await response.body.json();
    } catch (error) {
      throw error instanceof TerminologyServerFault ? error : new TerminologyServerFault(reasonOf(error));
    }
  }

  async function ask(questions: readonly CodeQuestion[]): Promise<readonly CodeAnswer[]> {
    const body = await post(JSON.stringify(buildBatch(questions, options.findValueSet)));
    const answers = readBatch(body, questions.length);
    if (answers === undefined) throw new TerminologyServerFault('no answer to the batch');
    return answers;
  }

  return {
    async validateCodes(questions) {
      const answers: CodeAnswer[] = [];
      for (let at = 0; at < questions.length; at += MAX_QUESTIONS) {
        answers.push(...(await ask(questions.slice(at, at + MAX_QUESTIONS))));
      }
      return answers;
    },
    close: () => pool.destroy(),
  };
}

/** Failures of the network carry a code or a name; an answer that is no JSON is a SyntaxError. Bugs are thrown again. */
function reasonOf(error: unknown): string {
  const { name, code } = error as { readonly name?: unknown; readonly code?: unknown };
  if (name === 'TimeoutError') return 'timeout';
  if (typeof code === 'string') return code;
  if (name === 'SyntaxError') return 'no JSON';
  throw error;
}
