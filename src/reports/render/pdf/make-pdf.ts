import { createRequire } from 'node:module';
import pdfmake from 'pdfmake';
import type { Block } from './block.ts';
import { CHART_FONT } from './chart-svg.ts';

const { resolve } = createRequire(import.meta.url);

/** Of the font's cuts: the demi-bold one is what is bold on paper. */
const FONT = {
  normal: fontFile('400Regular'),
  bold: fontFile('600SemiBold'),
  italics: fontFile('400Regular_Italic'),
  bolditalics: fontFile('600SemiBold_Italic'),
};
const FILES = new Set(Object.values(FONT));

/** A document, from its first page to its last. Lengths in points. */
export interface PdfDocument {
  readonly title: string;
  /** What it is about, for the properties of the file. */
  readonly subject: string;
  /** The instant of the report, ISO 8601: the file tells no other. */
  readonly madeAt: string;
  readonly language: string;
  readonly pageOrientation: 'portrait' | 'landscape';
  readonly header: (page: number, pages: number) => Block;
  readonly footer: (page: number, pages: number) => Block;
  readonly watermark: string | null;
  readonly content: readonly Block[];
}

/** The bytes of a PDF with its fonts inside; nothing is fetched. The same document gives the same bytes. */
export async function makePdf(document: PdfDocument): Promise<Buffer> {
  pdfmake.setFonts({ [CHART_FONT]: FONT });
  pdfmake.setUrlAccessPolicy(() => false);
  pdfmake.setLocalAccessPolicy((path) => FILES.has(path));
  const { title, subject, madeAt, language, watermark, content, pageOrientation, header, footer } = document;
  const output = pdfmake.createPdf({
    pageSize: 'A4',
    pageOrientation,
    pageMargins: [48, 50, 48, 46],
    language,
    info: { title, subject, creator: 'Liên Thông', producer: 'Liên Thông', creationDate: new Date(madeAt) },
    defaultStyle: { font: CHART_FONT, fontSize: 9, lineHeight: 1.25, color: '#1c2430' },
    styles: STYLES,
    header,
    footer,
    ...(watermark === null ? {} : { watermark: { text: watermark, color: '#b42318', opacity: 0.08, bold: true } }),
    content,
  });
  return Buffer.from(await output.getBuffer());
}

const STYLES = {
  title: { fontSize: 15, bold: true, alignment: 'center' },
  subtitle: { fontSize: 11, bold: true, alignment: 'center' },
  section: { fontSize: 11.5, bold: true, color: '#12395c', margin: [0, 14, 0, 5] },
  part: { fontSize: 10, bold: true, margin: [0, 8, 0, 3] },
  hint: { fontSize: 8, color: '#5b6675', margin: [0, 0, 0, 5] },
  head: { bold: true, fontSize: 8, color: '#12395c', fillColor: '#e4edf5' },
  small: { fontSize: 7.5 },
};

function fontFile(cut: string): string {
  return resolve(`@expo-google-fonts/be-vietnam-pro/${cut}/BeVietnamPro_${cut}.ttf`);
}
