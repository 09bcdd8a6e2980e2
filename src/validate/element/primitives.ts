import { hasControlCharacter, isBase64, isDate, isDateTime, isInstant, isTime } from './primitive-forms.ts';

/** Longest string, in UTF-16 units. @source https://hl7.org/fhir/R4/datatypes.html#string: 1 MB */
export const MAX_STRING_LENGTH = 1_048_576;

/** A primitive type of FHIR in JSON. */
export interface Primitive {
  /** What it looks like, in signs that need no translation; shown in error texts. */
  readonly form: string;
  readonly holds: (value: unknown) => boolean;
}

const MIN_INTEGER = -2_147_483_648;
const MAX_INTEGER = 2_147_483_647;

/** White space as the published patterns mean it: the ASCII one, not the no-break space of ordinary texts. */
const CODE = /^[^ \t\n\v\f\r]+(?:[ \t\n\v\f\r][^ \t\n\v\f\r]+)*$/;
const URI = /^[^ \t\n\v\f\r]+$/;
const ID = /^[A-Za-z0-9.-]{1,64}$/;
const OID = /^urn:oid:[0-2](?:\.(?:0|[1-9][0-9]*))+$/;
const UUID = /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const UUID_URI = /^urn:uuid:[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}(?:$|[|#])/;

/**
 * The primitive types. `elementId` is this file's own name for Element.id, a string without spaces.
 * All patterns are linear: the published ones of base64Binary and code are not, or depend on the engine.
 * @source https://hl7.org/fhir/R4/datatypes.html#primitive
 */
export const PRIMITIVES = {
  base64Binary: { form: 'base64', holds: (value) => typeof value === 'string' && isBase64(value) },
  boolean: { form: 'true | false', holds: (value) => typeof value === 'boolean' },
  canonical: { form: 'URI', holds: isUri },
  code: { form: 'code', holds: matching(CODE) },
  date: { form: 'YYYY | YYYY-MM | YYYY-MM-DD', holds: (value) => typeof value === 'string' && isDate(value) },
  dateTime: {
    form: 'YYYY | YYYY-MM | YYYY-MM-DD | YYYY-MM-DDThh:mm:ss+07:00',
    holds: (value) => typeof value === 'string' && isDateTime(value),
  },
  decimal: { form: '-1.5', holds: (value) => typeof value === 'number' && Number.isFinite(value) },
  elementId: { form: 'string', holds: matching(URI) },
  id: { form: 'A-Z a-z 0-9 - . {1,64}', holds: matching(ID) },
  instant: { form: 'YYYY-MM-DDThh:mm:ss+07:00', holds: (value) => typeof value === 'string' && isInstant(value) },
  integer: integer(MIN_INTEGER),
  markdown: {
    form: 'markdown',
    holds: (value) => typeof value === 'string' && hasStringLength(value) && !hasControlCharacter(value),
  },
  oid: { form: 'urn:oid:1.2.3', holds: matching(OID) },
  positiveInt: integer(1),
  string: {
    form: 'string',
    holds: (value) => typeof value === 'string' && hasStringLength(value) && !hasControlCharacter(value),
  },
  time: { form: 'hh:mm:ss', holds: (value) => typeof value === 'string' && isTime(value) },
  unsignedInt: integer(0),
  uri: { form: 'URI', holds: isUri },
  url: { form: 'URL', holds: isUri },
  uuid: { form: 'urn:uuid:xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx', holds: matching(UUID) },
  xhtml: { form: 'XHTML', holds: (value) => typeof value === 'string' && value.length > 0 },
} as const satisfies Readonly<Record<string, Primitive>>;

export type PrimitiveName = keyof typeof PRIMITIVES;

/** Whether a type name is that of a primitive type. */
export function isPrimitive(name: string): name is PrimitiveName {
  return Object.hasOwn(PRIMITIVES, name);
}

function hasStringLength({ length }: string): boolean {
  return length > 0 && length <= MAX_STRING_LENGTH;
}

/** A URI has no white space, and after `urn:uuid:` comes a UUID, with a version or a fragment behind it perhaps. */
function isUri(value: unknown): boolean {
  if (typeof value !== 'string' || value.length > MAX_STRING_LENGTH || !URI.test(value)) return false;
  return !value.startsWith('urn:uuid:') || UUID_URI.test(value);
}

function matching(pattern: RegExp): Primitive['holds'] {
  return (value) => typeof value === 'string' && value.length <= MAX_STRING_LENGTH && pattern.test(value);
}

function integer(minimum: number): Primitive {
  return {
    form: `${minimum} … ${MAX_INTEGER}`,
    holds: (value) => Number.isInteger(value) && (value as number) >= minimum && (value as number) <= MAX_INTEGER,
  };
}
