import fc from 'fast-check';
import type { Form } from '../../src/fhir/forms.ts';
import { FORMS } from './claim-envelope.ts';

/** An element of a document that is made up: its name, and its text as XML or what stands inside. */
export interface MadeElement {
  readonly name: string;
  readonly attributes?: string;
  readonly inside: string | readonly MadeElement[];
}

export const formsOf = (format: Form['format']): readonly Form[] =>
  FORMS.forms.filter((form) => form.format === format);

/** As an exporter may write it: with line ends between elements. */
export function toXml({ name, attributes = '', inside }: MadeElement): string {
  if (name === '#text') return typeof inside === 'string' ? inside : '';
  const content = typeof inside === 'string' ? inside : inside.map((each) => `\n${toXml(each)}`).join('');
  return `<${name}${attributes}>${content}</${name}>`;
}

const escapeXml = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#13;');

/** Any text that XML can carry, escaped. */
export const text: fc.Arbitrary<string> = fc
  .oneof(
    { arbitrary: fc.string({ unit: 'grapheme', maxLength: 20 }), weight: 5 },
    {
      arbitrary: fc.constantFrom('', ' ', '03', '5.60', 'A & B < C > "D"', '<p>đau</p>', '1;2;3', 'dòng\n\r\n2\t'),
      weight: 2,
    },
  )
  .map((raw) => escapeXml(raw.replaceAll(/(?![\n\r\t])[\p{Cc}\p{Cs}\ufffe\uffff]/gu, '')));

const unknownLeaf: fc.Arbitrary<MadeElement> = fc.record({
  name: fc.constantFrom('TRUONG_LA', 'Du_Phong.1', 'GHI-CHU', 'Ơ_KHÔNG'),
  inside: text,
});
const unknown: fc.Arbitrary<MadeElement> = fc.oneof(
  { arbitrary: unknownLeaf, weight: 4 },
  {
    arbitrary: fc.record({
      name: fc.constant('NHOM_LA'),
      inside: fc.array(unknownLeaf, { minLength: 1, maxLength: 3 }),
    }),
    weight: 1,
  },
);

/** Text beside elements. */
const stray: fc.Arbitrary<MadeElement> = text.map((inside) => ({ name: '#text', inside }));

/** Fields of a form in any order, some in other letters, some twice, and elements that the form does not know. */
function fieldsOf({ fields }: Form): fc.Arbitrary<readonly MadeElement[]> {
  const names = fields.map(({ name }) => name).filter((name) => name !== 'MA_LK');
  const known = fc.record({ name: fc.constantFrom(...names), inside: text });
  const lower = known.map(({ name, inside }) => ({ name: name.toLowerCase(), inside }));
  return fc.array(
    fc.oneof(
      { arbitrary: known, weight: 8 },
      { arbitrary: lower, weight: 1 },
      { arbitrary: fc.oneof(unknown, stray), weight: 1 },
    ),
    { maxLength: 10 },
  );
}

/** A table of a form, as its own document. */
export function tableOf(form: Form, keyed: boolean): fc.Arbitrary<MadeElement> {
  const key = keyed && form.fields.some(({ name }) => name === 'MA_LK') ? [{ name: 'MA_LK', inside: 'LK1' }] : [];
  // One field that tells the form makes sure that the reader takes no other.
  const mark = { name: form.fields[1]?.name ?? form.fields[0]?.name ?? '', inside: '1' };
  const row = fieldsOf(form).map((fields) => ({ name: form.row, inside: [...key, mark, ...fields] }));
  if (form.row === form.root) return row;
  return fc.array(row, { maxLength: 4 }).map((rows) => ({
    name: form.root,
    inside: form.list === null ? rows : [{ name: form.list, inside: rows }],
  }));
}

const wrappings = {
  base64: (xml: string) => Buffer.from(`<?xml version="1.0"?>${xml}`, 'utf8').toString('base64'),
  elements: (xml: string) => xml,
  text: escapeXml,
} as const;

const file = (form: Form): fc.Arbitrary<string> =>
  fc.tuple(tableOf(form, true), fc.constantFrom(...Object.values(wrappings))).map(([table, wrap]) => {
    const kind = form.id.slice(form.id.lastIndexOf('.') + 1);
    return `<FILEHOSO><LOAIHOSO>${kind}</LOAIHOSO><NOIDUNGFILE>${wrap(toXml(table))}</NOIDUNGFILE></FILEHOSO>`;
  });

const brokenFile = fc
  .constantFrom('$$$', 'PEE+', '&lt;A&gt;', '<BANG_LA><X>1</X></BANG_LA>', '')
  .map((content) => `<FILEHOSO><LOAIHOSO>XML4</LOAIHOSO><NOIDUNGFILE>${content}</NOIDUNGFILE></FILEHOSO>`);

/** A HOSO with tables of these forms, each at most once. */
function hoso(forms: readonly Form[]): fc.Arbitrary<string> {
  const files = fc
    .uniqueArray(fc.constantFrom(...forms), {
      selector: ({ id }) => id.replace('4210.', ''),
      minLength: 1,
      maxLength: 4,
    })
    .chain((chosen) => fc.tuple(...chosen.map(file)));
  const extra = fc.option(unknown, { freq: 5, nil: undefined });
  return fc
    .tuple(files, fc.array(brokenFile, { maxLength: 1 }), extra, fc.boolean())
    .map(
      ([good, broken, more, hasId]) =>
        `<HOSO${hasId ? ' Id="h"' : ''}>${[...good, ...broken].join('\n')}${more ? toXml(more) : ''}</HOSO>`,
    );
}

const SIGNATURE =
  '<CHUKYDONVI><Signature xmlns="http://www.w3.org/2000/09/xmldsig#" Id="s&quot;1"><V>a+/=</V>\n<W a="1&#10;2"/></Signature></CHUKYDONVI>';
const signature = fc.constantFrom('', '<CHUKYDONVI/>', SIGNATURE, '<CHUKYDONVI Id="c">a &amp; b</CHUKYDONVI>');

/** An envelope of a root, with HOSO whose tables are of these forms. */
export function envelopeOf(root: string, forms: readonly Form[]): fc.Arbitrary<string> {
  const around = fc.array(unknown, { maxLength: 1 }).map((elements) => elements.map(toXml).join(''));
  return fc
    .record({
      before: around,
      between: around,
      after: around,
      inner: signature,
      outer: signature,
      facility: fc.constantFrom('99001', ' 99001 ', '0000000000000'),
      list: fc.constantFrom(['<DANHSACHHOSO>', '</DANHSACHHOSO>'], ['', '']),
      hoso: fc.array(hoso(forms), { minLength: 1, maxLength: 3 }),
    })
    .map(({ before, between, after, inner, outer, facility, list: [open, close], hoso: all }) =>
      [
        `<?xml version="1.0" encoding="utf-8"?><${root} xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">`,
        `<THONGTINDONVI><MACSKCB>${facility}</MACSKCB></THONGTINDONVI>${before}`,
        `<THONGTINHOSO Id="t"><NGAYLAP>20260705</NGAYLAP><SOLUONGHOSO>${all.length}</SOLUONGHOSO>`,
        `${open}${all.join(between)}${close}${inner}</THONGTINHOSO>${after}${outer}</${root}>`,
      ].join('\n'),
    );
}

/** Papers of one form under their root, or one alone. */
export function papersOf(root: string, form: Form): fc.Arbitrary<string> {
  const paper = tableOf(form, false).map((element) => ({ ...element, attributes: ` Id="${form.root}"` }));
  const many = fc
    .tuple(fc.array(paper, { minLength: 1, maxLength: 3 }), fc.array(unknown, { maxLength: 1 }), signature)
    .map(([papers, more, signed]) => `<${root}>${[...more, ...papers].map(toXml).join('\n')}${signed}</${root}>`);
  return fc.oneof(many, paper.map(toXml));
}

/** Any group of a nested document: known and unknown names, in any order, repeated or not. */
export function groupOf(name: string, names: readonly string[]): fc.Arbitrary<MadeElement> {
  const known = fc.constantFrom(...names, 'LA', 'la_1');
  const { element } = fc.letrec<{ element: MadeElement; leaf: MadeElement; group: MadeElement }>((tie) => ({
    leaf: fc.record({ name: known, inside: text }),
    group: fc.record({ name: known, inside: fc.array(tie('element'), { minLength: 1, maxLength: 5 }) }),
    element: fc.oneof({ maxDepth: 4 }, tie('leaf'), tie('group'), stray),
  }));
  return fc.array(element, { minLength: 1, maxLength: 8 }).map((inside) => ({ name, inside }));
}
