/** A piece of a pdfmake document: a text, or an object of its kind. */
export type Block = string | { readonly [name: string]: unknown };

/** Lines between rows only, and one under the head: as tables of printed reports are. */
export const LINES = {
  hLineWidth: (line: number, { table }: { table: { headerRows?: number; body: readonly unknown[] } }) => {
    const headers = table.headerRows ?? 0;
    if (line < headers - 1) return 0;
    return line === headers - 1 || line === headers || line === table.body.length ? 0.8 : 0.3;
  },
  vLineWidth: () => 0,
  hLineColor: (line: number, { table }: { table: { headerRows?: number } }) =>
    line <= (table.headerRows ?? 0) ? '#12395c' : '#c3ccd6',
  paddingLeft: () => 4,
  paddingRight: () => 4,
  paddingTop: () => 2.5,
  paddingBottom: () => 1.5,
} as const;
