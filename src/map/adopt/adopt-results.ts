import { codeSystemOf } from '../../fhir/identifier-systems.ts';
import type { JsonNode } from '../json-node.ts';
import { objectsAt, textAt } from '../unchecked-element.ts';
import { type Adoption, codeIn, rowMark, wordsOf } from './adoption.ts';
import { kindOf } from './result-kinds.ts';
import { partsOfResult, resultOf } from './result-row.ts';

/**
 * Results as rows of XML4: every Observation that a report lists, and every other one that is a result. A panel gives a
 * row for each member and component; a report without results gives one row with its conclusion.
 */
export function adoptResults(adoption: Adoption): void {
  const { ofType } = adoption;
  const told = new Set<JsonNode>();
  const rows: { readonly observation: JsonNode; readonly report: JsonNode | undefined }[] = [];
  const reports = ofType('DiagnosticReport');
  const panels = new Set(
    ofType('Observation').flatMap((panel) => objectsAt(panel, 'hasMember').map(({ reference }) => reference)),
  );
  for (const report of reports) {
    const found = objectsAt(report, 'result').flatMap((result) => leavesOf(adoption.follow(result), told, adoption));
    const own = found.length === 0 && conclusionOf(report) !== undefined ? [reportAsResult(report)] : found;
    rows.push(...own.map((observation) => ({ observation, report })));
  }
  // Members come with their panels, so that each row has its place.
  const alone = ofType('Observation').filter((one) => !told.has(one) && !panels.has(`Observation/${one['id']}`));
  for (const observation of alone) {
    const kind = kindOf(observation);
    if (kind === 'result') {
      const found = leavesOf(observation, told, adoption);
      if (found.length === 0) adoption.leaveOut(observation, 'no-value');
      rows.push(...found.map((leaf) => ({ observation: leaf, report: undefined })));
    } else if (kind === 'unknown') adoption.leaveOut(observation, 'kind-unknown');
  }
  for (const [index, row] of rows.entries()) addRow(row.observation, row.report, index + 1, adoption);
}

/** What of an observation has a value: itself, its components, and the same of its members. */
function leavesOf(observation: JsonNode | undefined, told: Set<JsonNode>, adoption: Adoption): JsonNode[] {
  const leaves: JsonNode[] = [];
  const open = [observation];
  for (let at = open.shift(); at !== undefined || open.length > 0; at = open.shift()) {
    if (at === undefined || at['resourceType'] !== 'Observation' || told.has(at)) continue;
    told.add(at);
    leaves.push(...partsOfResult(at));
    open.unshift(...objectsAt(at, 'hasMember').map(adoption.follow));
  }
  return leaves;
}

/** What a report concludes: its words, else those of its codes. */
function conclusionOf(report: JsonNode | undefined): string | undefined {
  const codes = objectsAt(report, 'conclusionCode').map(wordsOf);
  const words = codes.filter((one) => one !== undefined).join('; ');
  return textAt(report, 'conclusion') ?? (words === '' ? undefined : words);
}

function reportAsResult({ code }: JsonNode): JsonNode {
  return { resourceType: 'Observation', code };
}

function addRow(observation: JsonNode, report: JsonNode | undefined, number: number, adoption: Adoption): void {
  const service = serviceOf(observation, report, adoption);
  const system = codeSystemOf(adoption.systems, 'MA_DICH_VU');
  const parts = service === undefined ? [] : [{ url: 'MA_DICH_VU', valueCoding: { system, code: service } }];
  adoption.add({
    ...resultOf(observation, report, conclusionOf(report)),
    extension: [rowMark(adoption, 'XML4', number, parts)],
    id: `xml4-${number}`,
  });
}

/** MA_DICH_VU: the code of the report, else of what was ordered. */
function serviceOf(
  observation: JsonNode,
  report: JsonNode | undefined,
  { systems, follow }: Adoption,
): string | undefined {
  const orders = [...objectsAt(report, 'basedOn'), ...objectsAt(observation, 'basedOn')].map(follow);
  const codes = [report, ...orders].map((one) => codeIn(one?.['code'], codeSystemOf(systems, 'MA_DICH_VU')));
  return codes.find((code) => code !== undefined);
}
