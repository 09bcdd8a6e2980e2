/** What a function gives: a type, `input` for what it was given, `any` for what cannot be told. */
const RESULTS: Readonly<Record<string, readonly string[]>> = {
  'System.Boolean': [
    ...['empty', 'not', 'exists', 'all', 'allTrue', 'anyTrue', 'allFalse', 'anyFalse', 'subsetOf', 'supersetOf'],
    ...['isDistinct', 'is', 'startsWith', 'endsWith', 'contains', 'matches', 'matchesFull', 'hasValue', 'memberOf'],
    ...['conformsTo', 'htmlChecks', 'comparable', 'toBoolean', 'convertsToBoolean', 'convertsToInteger'],
    ...['convertsToDecimal', 'convertsToQuantity', 'convertsToString', 'convertsToDate', 'convertsToDateTime'],
    'convertsToTime',
  ],
  'System.Integer': [
    'count',
    'indexOf',
    'lastIndexOf',
    'length',
    'toInteger',
    'ceiling',
    'floor',
    'truncate',
    'precision',
  ],
  'System.String': [
    ...['upper', 'lower', 'trim', 'toChars', 'split', 'join', 'replace', 'replaceMatches', 'substring', 'toString'],
    ...['encode', 'decode', 'escape', 'unescape'],
  ],
  'System.Decimal': ['toDecimal', 'round', 'exp', 'ln', 'sqrt', 'log'],
  'System.Quantity': ['toQuantity'],
  'System.Date': ['toDate', 'today'],
  'System.DateTime': ['toDateTime', 'now'],
  'System.Time': ['toTime', 'timeOfDay'],
  Extension: ['extension'],
  input: [
    ...['where', 'distinct', 'single', 'first', 'last', 'tail', 'skip', 'take', 'intersect', 'exclude', 'trace'],
    ...['defineVariable', 'sort', 'abs'],
  ],
};

const RESULT_OF: ReadonlyMap<string, string> = new Map(
  Object.entries(RESULTS).flatMap(([result, names]) => names.map((name) => [name, result] as const)),
);

/** Functions whose parameters are evaluated for each node of the input, or on the input. */
const ON_INPUT: ReadonlySet<string> = new Set([
  ...['where', 'select', 'all', 'exists', 'repeat', 'aggregate', 'iif', 'sort', 'trace', 'defineVariable'],
]);

/** Functions that take a part of a list by its place. */
const BY_PLACE: ReadonlySet<string> = new Set(['first', 'last', 'tail', 'skip', 'take']);

/** Functions of texts. */
const OF_TEXT: ReadonlySet<string> = new Set([
  ...['indexOf', 'lastIndexOf', 'startsWith', 'endsWith', 'contains', 'upper', 'lower', 'toChars', 'replace'],
  ...['replaceMatches', 'substring', 'matches', 'matchesFull', 'split', 'encode', 'decode', 'escape', 'unescape'],
]);

/** What a function gives, as in the table above. */
export function resultOf(name: string): string {
  return RESULT_OF.get(name) ?? 'any';
}

/** Whether `$this` in the parameters of a function is its input. */
export function evaluatesOnInput(name: string): boolean {
  return ON_INPUT.has(name);
}

/** Whether a function needs an ordered input. */
export function needsOrder(name: string): boolean {
  return BY_PLACE.has(name);
}

/** Whether a function needs a text as its input. */
export function needsText(name: string): boolean {
  return OF_TEXT.has(name);
}
