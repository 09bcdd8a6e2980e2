import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { loadConfig } from '../config/load-config.ts';
import { createLine, type Line } from '../line.ts';
import { type JudgedRecord, judgeRecords } from '../pipeline/judge-records.ts';
import type { DecodedEnvelope } from '../types/source-record.ts';
import type { CliIo } from './command.ts';
import { readBytes } from './read-bytes.ts';

/** A file after decode -> map -> validate, exactly as the gateway would take it. */
export interface OfflineFile {
  readonly file: string;
  readonly envelope: DecodedEnvelope;
  readonly records: readonly JudgedRecord[];
}

/** Ids of a FHIR file that names no facility of its own; no province has this code. */
export const NO_FACILITY = '00000';

/** The line with the limits, policy, overrides and imported code lists of the configuration in force. */
export function createOfflineLine(
  io: Pick<CliIo, 'env' | 'cwd'>,
  options: { readonly asEnforced?: boolean; readonly packages?: readonly string[] } = {},
): Promise<Line> {
  const { limits, ...config } = loadConfig(io.env, (path) => readFileSync(path, 'utf8'));
  return createLine(limits, { ...config, ...options, dataDir: resolve(io.cwd, config.dataDir) });
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
