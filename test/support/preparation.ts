import { createHash } from 'node:crypto';
import { parseConfigFile } from '../../src/config/config-file.ts';
import { createLine } from '../../src/line.ts';
import {
  createPreparation,
  type Preparation,
  type PreparationParts,
} from '../../src/pipeline/preparation/create-preparation.ts';
import { createLinePreparation, editionOf } from '../../src/pipeline/preparation/line-preparation.ts';
import type { PreparationTask } from '../../src/pipeline/preparation/prepare.ts';
import { NOON } from './store-fixtures.ts';

const config = { ...parseConfigFile(''), dataDir: './none' };
const line = await createLine(config.limits, config);

/** Preparing as a gateway does, with a count of what was prepared in this thread. */
export function openPreparation(parts: Partial<PreparationParts> = {}): Preparation & {
  readonly inline: () => number;
  readonly passes: string[];
} {
  const prepare = createLinePreparation(line, config, { timed: (_stage, run) => run(), newId: () => 'id' });
  let inline = 0;
  const passes: string[] = [];
  const preparation = createPreparation({
    inline: (task) => {
      inline += 1;
      return prepare(task);
    },
    threads: 1,
    config,
    edition: editionOf(line),
    onPass: ({ stage, outcome }) => void passes.push(`${stage} ${outcome}`),
    onStale: () => undefined,
    clock: () => NOON,
    ...parts,
  });
  return { ...preparation, inline: () => inline, passes };
}

/** What a facility sends to `POST /fhir`. */
export function taskOf(body: string | Buffer, facility = '99001'): PreparationTask {
  const bytes = Buffer.from(body);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const contentType = 'application/fhir+json';
  return {
    facility,
    raw: { id: 's', channel: 'fhir', bytes, sha256, contentType, idempotencyKey: null, receivedAt: NOON },
  };
}

/** A transaction of a Patient and some Observations of hers; with `padding` larger by so many letters. */
export function bundleOf(key: string, { padding = 0 }: { readonly padding?: number } = {}): string {
  const patient = { resourceType: 'Patient', id: `p-${key}`, name: [{ text: 'Nguyễn Thị Ánh' }] };
  const observations = Array.from({ length: 3 }, (_, index) => ({
    resourceType: 'Observation',
    id: `o-${key}-${index}`,
    status: 'final',
    code: { text: `Định lượng Glucose ${'x'.repeat(padding / 3)}` },
    subject: { reference: `Patient/p-${key}` },
  }));
  const entry = [patient, ...observations].map((resource) => ({
    resource,
    request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` },
  }));
  return JSON.stringify({ resourceType: 'Bundle', type: 'transaction', identifier: { value: key }, entry });
}
