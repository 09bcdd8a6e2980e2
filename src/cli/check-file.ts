import { jsonFormatOf } from '../decode/json-forms/json-format.ts';
import { toLocalDay } from '../fhir/local-time.ts';
import type { Line } from '../line.ts';
import type { Issue } from '../types/issue.ts';
import type { PolicyInForce } from '../types/policy.ts';
import { checkText } from '../validate/text-check.ts';
import type { CliIo } from './command.ts';
import { judgeOffline, NO_FACILITY } from './offline-file.ts';
import { readBytes } from './read-bytes.ts';
import { isJsonObject } from './read-json-file.ts';

/** What is asked of a file beside what it says itself. */
export interface FileAsked {
  /** Canonicals that the resource in a FHIR file must conform to. */
  readonly profiles: readonly string[];
  readonly asEnforced: boolean;
}

/** Bundles that the gateway takes. */
const SUBMITTED = new Set(['transaction', 'batch', 'message', 'document', 'collection']);

/**
 * Checks one file. What the gateway takes goes through its line; a FHIR file is checked as the resource that it is, a
 * Bundle as both. Fails (OperationFailed) when the file cannot be read.
 */
export async function checkFile(line: Line, file: string, asked: FileAsked, io: CliIo): Promise<readonly Issue[]> {
  const bytes = readBytes(file, io);
  const kind = kindOf(bytes);
  if (kind === 'resource') return checkText(bytes, asked, line.check);
  const { envelope, records } = await judgeOffline(line, bytes, io);
  const ofLine = [...envelope.issues, ...records.flatMap(({ verdict }) => verdict.issues)];
  if (kind === 'form') return ofLine;
  const facility = records[0]?.source.facility ?? NO_FACILITY;
  const policy = asked.asEnforced ? line.policy.enforced : line.policy.on(facility, toLocalDay(io.clock()));
  return [...ofLine, ...notYetTold(checkText(bytes, asked, line.check), ofLine, policy)];
}

/** JSON that is no Bundle for the gateway, and text that was meant to be JSON, is a resource. */
function kindOf(bytes: Buffer): 'form' | 'bundle' | 'resource' {
  const start = /[^\s\uFEFF]/.exec(bytes.toString('utf8', 0, 1_024))?.[0];
  if ((start !== '{' && start !== '[') || jsonFormatOf(bytes) !== null) return 'form';
  try {
    const json: unknown = JSON.parse(bytes.toString('utf8').replace(/^\uFEFF/, ''));
    const isBundle = isJsonObject(json) && json['resourceType'] === 'Bundle' && SUBMITTED.has(String(json['type']));
    return isBundle ? 'bundle' : 'resource';
  } catch {
    return 'resource';
  }
}

/** Issues that the line has not told of the same place, as the policy has them. */
function notYetTold(found: readonly Issue[], told: readonly Issue[], policy: PolicyInForce): readonly Issue[] {
  const known = new Set(told.map(keyOf));
  return found
    .filter((issue) => !known.has(keyOf(issue)))
    .map((issue) => policy.apply(issue, 'fhir-json'))
    .filter((issue) => issue !== null);
}

function keyOf({ rule, expression, constraint }: Issue): string {
  return JSON.stringify([rule.id, expression, constraint]);
}
