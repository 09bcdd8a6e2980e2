/** The part of pdfmake 0.3 that is used here; the package ships no types. */
declare module 'pdfmake' {
  interface Output {
    getBuffer(): Promise<Buffer>;
  }
  interface PdfMake {
    setFonts(
      fonts: Readonly<Record<string, Readonly<Record<'normal' | 'bold' | 'italics' | 'bolditalics', string>>>>,
    ): void;
    setUrlAccessPolicy(allows: (url: string) => boolean): void;
    setLocalAccessPolicy(allows: (path: string) => boolean): void;
    createPdf(document: object): Output;
  }
  const pdfmake: PdfMake;

  export = pdfmake;
}
