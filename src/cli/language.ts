import { oneOf } from './parse-options.ts';

const LANGUAGES = ['vi', 'en'] as const;
/** In which a command tells. */
export type Language = (typeof LANGUAGES)[number];

/** The language of `--lang`: Vietnamese when it is not given. Refuses (UsageError) another one. */
export function readLanguage(value: string | undefined): Language {
  return oneOf(value, LANGUAGES, '--lang') ?? 'vi';
}
