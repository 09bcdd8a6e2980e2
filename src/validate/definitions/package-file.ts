/** A file directly in the folder of a package. */
export interface PackageFile {
  /** Its name, without folders. */
  readonly name: string;
  /** Its content; to be asked for before the next file is taken. */
  read(): Promise<Buffer>;
}
