import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { messageOf, UsageError } from './failures.ts';

/** `--json` belongs to every command. */
const COMMON = { json: { type: 'boolean' } } as const;

/**
 * Parses options and positional arguments with Node's parseArgs. Refuses (UsageError, naming the option) an unknown
 * option, a missing or empty value, and an option given twice that is not meant to be (`multiple`).
 */
export function parseOptions<const T extends ParseArgsOptionsConfig>(args: readonly string[], options: T) {
  const config = { options: { ...options, ...COMMON }, strict: true, allowPositionals: true, tokens: true } as const;
  const { values, positionals, tokens } = parse(() => parseArgs({ ...config, args: [...args] }));
  const seen = new Set<string>();
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    if (seen.has(token.name) && options[token.name]?.multiple !== true)
      throw new UsageError(`${token.rawName} is given twice`);
    if (token.value === '') throw new UsageError(`${token.rawName} needs a value`);
    seen.add(token.name);
  }
  return { values, positionals };
}

function parse<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw new UsageError(messageOf(error).split('. ')[0]);
  }
}

/** The value of an option that must be given. */
export function required<T>(value: T | undefined, option: string): T {
  if (value === undefined) throw new UsageError(`${option} is required`);
  return value;
}

/** The value of an option with a fixed set of words; undefined when the option is not given. */
export function oneOf<const T extends string>(
  value: string | undefined,
  words: readonly T[],
  option: string,
): T | undefined {
  const word = words.find((known) => known === value);
  if (value !== undefined && word === undefined) throw new UsageError(`${option} must be one of ${words.join(', ')}`);
  return word;
}

/** Refuses positional arguments for which there is no use. */
export function refuseExtra(positionals: readonly string[], allowed: number): void {
  const extra = positionals[allowed];
  if (extra !== undefined) throw new UsageError(`unexpected argument '${extra}'`);
}
