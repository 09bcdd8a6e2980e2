/** System types of FHIRPath, as `TypedNode.type` names them. */
export type SystemType =
  | 'System.Boolean'
  | 'System.String'
  | 'System.Integer'
  | 'System.Decimal'
  | 'System.Date'
  | 'System.DateTime'
  | 'System.Time'
  | 'System.Quantity';

/** Name of every system type, with those of `type()`. */
export const SYSTEM_TYPE_NAMES: ReadonlySet<string> = new Set([
  'Boolean',
  'String',
  'Integer',
  'Decimal',
  'Date',
  'DateTime',
  'Time',
  'Quantity',
  'SimpleTypeInfo',
  'ClassInfo',
]);

const SYSTEM_TYPES: ReadonlyMap<string, SystemType> = new Map<string, SystemType>([
  ['boolean', 'System.Boolean'],
  ['integer', 'System.Integer'],
  ['unsignedInt', 'System.Integer'],
  ['positiveInt', 'System.Integer'],
  ['decimal', 'System.Decimal'],
  ['date', 'System.Date'],
  ['dateTime', 'System.DateTime'],
  ['instant', 'System.DateTime'],
  ['time', 'System.Time'],
  ...['string', 'code', 'id', 'markdown', 'uri', 'url', 'canonical', 'oid', 'uuid', 'base64Binary', 'xhtml'].map(
    (name): [string, SystemType] => [name, 'System.String'],
  ),
  ...['Quantity', 'Age', 'Count', 'Distance', 'Duration', 'SimpleQuantity', 'MoneyQuantity'].map(
    (name): [string, SystemType] => [name, 'System.Quantity'],
  ),
  ...['Boolean', 'String', 'Integer', 'Decimal', 'Date', 'DateTime', 'Time', 'Quantity'].map(
    (name): [string, SystemType] => [`System.${name}`, `System.${name}` as SystemType],
  ),
]);

/** The system type that a type of FHIR (or a system type) is converted to where one is needed; undefined for none. */
export function systemTypeOf(type: string): SystemType | undefined {
  return SYSTEM_TYPES.get(type);
}

/** Whether a type has no elements but id and extension: a primitive type of FHIR. */
export function isPrimitiveType(type: string): boolean {
  const system = SYSTEM_TYPES.get(type);
  return system !== undefined && system !== 'System.Quantity' && !type.startsWith('System.');
}
