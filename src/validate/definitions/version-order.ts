/** Main part and pre-release label of `4.0.1-ballot`. */
const NUMBERED = /^\d+(?:\.\d+)*(?:-|$)/;
const DATED = /^\d{4}-\d{2}(?:-\d{2})?$/;

/**
 * Orders business versions: negative when `one` is older. Numbers part by part (`4.0.10` after `4.0.9`), a pre-release
 * before its release, as semantic versioning has it. No version is older than any; dates and other labels are older than
 * numbers, because HL7 went from the former to the latter; among themselves they are ordered as text.
 * @source https://semver.org/#spec-item-11
 */
export function compareVersions(one: string, other: string): number {
  const byKind = kindOf(one) - kindOf(other);
  if (byKind !== 0) return byKind;
  return kindOf(one) === 2 ? compareNumbered(one, other) : compareText(one, other);
}

/** Whether a version is the wanted one, or begins with it at a dot: `4.0` is also asked of `4.0.1`. */
export function matchesVersion(wanted: string, version: string): boolean {
  return version === wanted || version.startsWith(`${wanted}.`);
}

/** 0: none; 1: a date or another label; 2: numbers. */
function kindOf(version: string): number {
  if (version === '') return 0;
  return NUMBERED.test(version) && !DATED.test(version) ? 2 : 1;
}

function compareNumbered(one: string, other: string): number {
  const [numbers, label] = partsOf(one);
  const [otherNumbers, otherLabel] = partsOf(other);
  for (let index = 0; index < Math.max(numbers.length, otherNumbers.length); index += 1) {
    const difference = (numbers[index] ?? 0) - (otherNumbers[index] ?? 0);
    if (difference !== 0) return difference;
  }
  if (label === '' || otherLabel === '') return Number(label === '') - Number(otherLabel === '');
  return compareText(label, otherLabel);
}

function partsOf(version: string): [readonly number[], string] {
  const dash = version.indexOf('-');
  const main = dash < 0 ? version : version.slice(0, dash);
  return [main.split('.').map(Number), dash < 0 ? '' : version.slice(dash + 1)];
}

function compareText(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
