/** True for the names of encodings that mean UTF-8 or its subset ASCII. */
export function isUtf8Name(encoding: string): boolean {
  return /^(utf-?8|us-ascii|ascii)$/i.test(encoding);
}
