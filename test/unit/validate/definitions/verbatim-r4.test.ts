import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { generateDefinitions, verbatimDefinitions } from '../../../../scripts/definitions/generate.ts';
import { readOverlay } from '../../../../scripts/definitions/overlay.ts';
import { readPublished } from '../../../../scripts/definitions/read-published.ts';
import { PATHS } from '../../../../src/config/paths.ts';
import { resourceDigest } from '../../../support/resource-digest.ts';

const CASES = join(PATHS.root, 'test', 'cases', 'validate', 'definitions');
const R4 = 'http://hl7.org/fhir/StructureDefinition/';

/** Logical models and examples, which no instance is checked against. */
const ABSENT = ['Definition', 'Event', 'FiveWs', 'Request', 'example-composition', 'example-section-library'];
/** Extension definitions that HL7 published without types; a v2 table with a broken code; a display with broken letters. */
const REPAIRED = [
  ...['json-type', 'rdf-type', 'xml-type'].map((name) => `${R4}structuredefinition-${name}`),
  'http://terminology.hl7.org/CodeSystem/v2-0550',
  'http://terminology.hl7.org/CodeSystem/operation-outcome',
];

/** Digest by resourceType, url and version; what hl7.fhir.core 4.0.1 says, as the head of the file tells. */
function readDigests(): Map<string, string> {
  const lines = readFileSync(join(CASES, 'r4-verbatim.tsv'), 'utf8').split('\n');
  const rows = lines.filter((line) => line !== '' && !line.startsWith('#')).map((line) => line.split('\t'));
  return new Map(rows.map(([type, url, version, digest = '']) => [`${type} ${url}|${version}`, digest]));
}

describe('the definitions are R4 as published', () => {
  const { types, profiles, terminology } = verbatimDefinitions();
  const ours = [...types, ...profiles, ...terminology];
  const digests = readDigests();
  const keyOf = ({ resourceType, url, version = '' }: (typeof ours)[number]) => `${resourceType} ${url}|${version}`;

  it('in what there is', () => {
    const absent = [...digests.keys()].filter((key) => ABSENT.some((name) => key.includes(`${R4}${name}|`)));
    expect(absent).toHaveLength(ABSENT.length);
    expect([...ours.map(keyOf), ...absent].sort()).toEqual([...digests.keys()].sort());
  });

  it('in everything that they say of it', () => {
    const differing = ours.filter((resource) => resourceDigest(resource) !== digests.get(keyOf(resource)));
    expect(differing.map(({ url }) => url).sort()).toEqual([...REPAIRED].sort());
  });
});

describe('the overlay', () => {
  const { types } = readPublished();
  const paths = new Set(
    types.flatMap(({ name, snapshot }) => (snapshot?.element ?? []).map(({ path }) => path.replace(/^[^.]+/, name))),
  );

  it('removes and changes only what is there', () => {
    const { removeElements, removeConstraints, changeElements } = readOverlay();
    const named = [...removeElements, ...Object.keys(removeConstraints), ...Object.keys(changeElements)];
    expect(named.filter((path) => !paths.has(path))).toEqual([]);
  });

  it('adds only what is not there', () => {
    expect(Object.keys(readOverlay().addElements).filter((path) => paths.has(path))).toEqual([]);
  });
});

describe('the generated files', () => {
  const files = [...generateDefinitions()];

  it('are those that the generator makes now: if not, run npm run generate', () => {
    const stale = files.filter(([path, text]) => readFileSync(join(PATHS.root, path), 'utf8') !== text);
    expect(stale.map(([path]) => path)).toEqual([]);
  });

  it('stay below 7 MB', () => {
    const bytes = files.reduce((sum, [, text]) => sum + Buffer.byteLength(text), 0);
    expect(bytes).toBeLessThan(7_000_000);
  });
});
