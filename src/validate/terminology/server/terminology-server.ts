/** A question that definitions held here do not decide. */
export interface CodeQuestion {
  /** Undefined for a `code` element, whose system follows from its value set. */
  readonly system: string | undefined;
  readonly code: string;
  readonly version: string | undefined;
  /** Canonical of the value set that the code may be in; undefined to ask whether its code system has it. */
  readonly valueSet: string | undefined;
}

/** Whether the code is in the value set, or in its system; undefined when the server cannot say. */
export type CodeAnswer = boolean | undefined;

/** A service that knows more code systems than are loaded here. */
export interface TerminologyServer {
  /** An answer for each question, in order. Rejects with TerminologyServerFault when the service is not to be had. */
  validateCodes(questions: readonly CodeQuestion[]): Promise<readonly CodeAnswer[]>;
}

/** A server that holds connections until it is closed. */
export interface ConnectedServer extends TerminologyServer {
  close(): Promise<void>;
}

/** Why a terminology server gave no answers: lost infrastructure, not a fault of what was asked. */
export class TerminologyServerFault extends Error {
  override readonly name = 'TerminologyServerFault';
  readonly reason: string;

  constructor(reason: string) {
    super(`The terminology server did not answer: ${reason}`);
    this.reason = reason;
  }
}

/** What makes two questions the same. */
export function questionKey({ system, code, version, valueSet }: CodeQuestion): string {
  return JSON.stringify([valueSet, system, version, code]);
}
