import type { Form, Forms } from '../fhir/forms.ts';
import type { SourceTable } from '../types/source-record.ts';
import type { FormFormat } from '../types/submission.ts';
import { identifyClaim } from './claim-identity.ts';
import { identifyDocument } from './document-identity.ts';
import { type FormIndex, indexForms } from './form-table.ts';
import { identifyHealthCheck } from './health-check-identity.ts';
import type { IssueTally } from './issue-tally.ts';

/** The tables of one HOSO, and what is known beside them. */
export interface HosoFacts {
  readonly tables: ReadonlyMap<string, SourceTable>;
  /** Forms of the format. */
  readonly forms: readonly Form[];
  readonly tally: IssueTally;
  /** MACSKCB of the envelope; null when there is none. */
  readonly facility: string | null;
  /** Keys of the HOSO before this one. */
  readonly earlierKeys: ReadonlySet<string>;
  /** LOAIHOSO of the files that could not be read, as the place that names them. */
  readonly unread: readonly string[];
}

export interface HosoIdentity {
  /** '' when there is none: the record is refused. */
  readonly key: string;
  readonly facility: string;
}

/** An envelope of the shape of GIAMDINHHS: how its root, its tables and its records are told. */
export interface HosoFormat {
  readonly root: string;
  readonly format: FormFormat;
  /** What stands before LOAIHOSO in the id of a form. */
  readonly prefix: string;
  /** Tables that come in several files by right. */
  readonly inManyFiles: ReadonlySet<string>;
  /** Tables stand in NOIDUNGFILE as elements by right. */
  readonly isNested: boolean;
  /** MACSKCB of the envelope is the GLN, so the facility is that of the records. */
  readonly hasGln: boolean;
  /** Tells key and facility, and reports what is missing. */
  readonly identify: (facts: HosoFacts) => HosoIdentity;
  readonly forms: readonly Form[];
  readonly index: FormIndex;
}

const SHAPES: readonly Omit<HosoFormat, 'forms' | 'index'>[] = [
  {
    root: 'GIAMDINHHS',
    format: 'claim-xml',
    prefix: '',
    // XML7 is sent once per child after a multiple birth; several XML1 have a rule of their own.
    inManyFiles: new Set(['XML7', 'XML1', '4210.XML1']),
    isNested: false,
    hasGln: false,
    identify: identifyClaim,
  },
  {
    root: 'KHAMSUCKHOE',
    format: 'health-check-xml',
    prefix: 'KSK.',
    inManyFiles: new Set(),
    isNested: true,
    hasGln: true,
    identify: identifyHealthCheck,
  },
  {
    root: 'HSCHUNGTU',
    format: 'document-xml',
    prefix: '',
    inManyFiles: new Set(['CT03', 'CT04', 'CT06', 'CT07', 'GIAYDIEUTRINOITRU', 'GIAYDIEUTRIVOSINH', 'GIAYSUCKHOEME']),
    isNested: false,
    hasGln: false,
    identify: identifyDocument,
  },
];

/**
 * The envelopes with HOSO, by their roots.
 * @source QĐ 130/QĐ-BYT, QĐ 4750/QĐ-BYT, QĐ 3176/QĐ-BYT, QĐ 4210/QĐ-BYT; QĐ 1551/QĐ-BYT, QĐ 2062/QĐ-BYT; documents of
 *   the social insurance (2025)
 */
export function hosoFormats(all: Forms): ReadonlyMap<string, HosoFormat> {
  return new Map(
    SHAPES.map((shape) => {
      const forms = all.forms.filter(({ format }) => format === shape.format);
      return [shape.root, { ...shape, forms, index: indexForms(all, shape.format) }];
    }),
  );
}
