import { childrenOf, parseXmlDocument, type XmlElement } from '../../decode/xml-element.ts';
import { parsePlain } from './plain-json.ts';

/** A part of a form, whether it came as an element of XML or as a member of JSON. */
export interface FormPart {
  readonly name: string;
  /** '' where there are parts inside. */
  readonly text: string;
  readonly parts: readonly FormPart[];
}

const MAX_DEPTH = 64;
const MAX_ELEMENTS = 500_000;

/** Reads a form in XML; undefined when it is not well-formed. */
export function readXmlForm(xml: string): FormPart | undefined {
  const { root } = parseXmlDocument(xml, MAX_DEPTH, { left: MAX_ELEMENTS });
  return root === null ? undefined : ofElement(root);
}

/** Reads a form in JSON, its root the one member of an object; undefined when it is none. */
export function readJsonForm(json: string): FormPart | undefined {
  const value = parsePlain(Buffer.from(json));
  if (typeof value !== 'object' || value === null) return undefined;
  const [root, ...others] = ofMembers(value, 0);
  return others.length > 0 ? undefined : root;
}

function ofElement(element: XmlElement): FormPart {
  const parts = childrenOf(element).map(ofElement);
  return { name: element.name, text: parts.length > 0 ? '' : element.text.trim(), parts };
}

/** Items of a list are so many parts of one name. */
function ofMembers(object: object, depth: number): readonly FormPart[] {
  if (depth > MAX_DEPTH) return [];
  return Object.entries(object).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((one: unknown) => ofValue(name, one, depth)),
  );
}

function ofValue(name: string, value: unknown, depth: number): FormPart {
  if (typeof value !== 'object' || value === null) return { name, text: String(value ?? '').trim(), parts: [] };
  return { name, text: '', parts: ofMembers(value, depth + 1) };
}
