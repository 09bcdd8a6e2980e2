import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { loadConfig } from '../config/load-config.ts';
import { createLine, type Line } from '../line.ts';
import { type JudgedRecord, judgeRecords } from '../pipeline/judge-records.ts';
import type { DecodedEnvelope } from '../types/source-record.ts';
import type { CliIo } from './command.ts';
import { messageOf, OperationFailed } from './failures.ts';

/** A file after decode -> map -> validate, exactly as the gateway would take it. */
export interface OfflineFile {
  readonly file: string;
  readonly envelope: DecodedEnvelope;
  readonly records: readonly JudgedRecord[];
}

/** Ids of a FHIR file that names no facility of its own; no province has this code. */
export const NO_FACILITY = '00000';

/** The line with the limits and the policy of the configuration in force. */
export function createOfflineLine(
  io: Pick<CliIo, 'env'>,
  options: { readonly asEnforced?: boolean; readonly packages?: readonly string[] } = {},
): Promise<Line> {
  const { limits, policyFile } = loadConfig(io.env, (path) => readFileSync(path, 'utf8'));
  return createLine(limits, { ...options, policyFile });
}

/** Takes one file through the line. Fails (OperationFailed) when it cannot be read. */
export async function readOfflineFile(
  line: Line,
  file: string,
  io: Pick<CliIo, 'cwd' | 'clock' | 'newId'>,
): Promise<OfflineFile> {
  return { file, ...(await judgeOffline(line, readBytes(file, io), io)) };
}

/** Takes the bytes of a file through the line. */
export function judgeOffline(
  line: Line,
  bytes: Buffer,
  io: Pick<CliIo, 'clock' | 'newId'>,
): Promise<Omit<OfflineFile, 'file'>> {
  const raw = {
    id: io.newId(),
    channel: 'submissions',
    bytes,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    contentType: 'application/octet-stream',
    idempotencyKey: null,
    receivedAt: io.clock(),
  } as const;
  const stages = { ...line.stages, timed: <T>(_stage: string, run: () => T) => run() };
  return judgeRecords(stages, NO_FACILITY, raw);
}

/** The bytes of a file. Fails (OperationFailed) when it cannot be read. */
export function readBytes(file: string, { cwd }: Pick<CliIo, 'cwd'>): Buffer {
  try {
    return readFileSync(resolve(cwd, file));
  } catch (error) {
    throw new OperationFailed(`${file} cannot be read: ${messageOf(error)}`);
  }
}
