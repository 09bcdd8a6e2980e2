/**
 * `word`: an identifier or keyword; `delimited`: an identifier in back-ticks; `variable`: a `%name`; `date`, `dateTime`
 * and `time`: a literal without its `@` (and `T`, for a time). The text is what was meant: without quotes, unescaped.
 */
export type TokenKind =
  | 'word'
  | 'delimited'
  | 'string'
  | 'number'
  | 'date'
  | 'dateTime'
  | 'time'
  | 'variable'
  | 'special'
  | 'symbol'
  | 'end';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  /** Where it begins, in UTF-16 units from 0. */
  readonly at: number;
}
