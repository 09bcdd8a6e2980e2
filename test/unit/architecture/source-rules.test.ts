import { describe, expect, it } from '@jest/globals';
import { findInCode, readSourceFiles, type SourceFile } from '../../support/source-files.ts';

const src = readSourceFiles('src');
/** This file names what it looks for. */
const SELF = 'test/unit/architecture/source-rules.test.ts';
const everything = [...src, ...['test', 'scripts', 'bench'].flatMap(readSourceFiles)];

/** Files that may do what the others may not: a path, or a folder that ends with `/`, and the reason. */
type Exceptions = Readonly<Record<string, string>>;

/** Bytes of senders are read by the strict reader of fhir/json/ and, with places, by validate/json/; by nothing else. */
const JSON_PARSE: Exceptions = {
  'src/audit/': 'entries of the chain that this program wrote',
  'src/authenticate/json-object.ts': 'parts of a token, after the limit of its size; nothing but a plain object passes',
  'src/cli/': "the operator's own files, and answers of the gateway",
  'src/fhir/': 'the strict reader itself, on text that its scanner has passed; data that ships with the program',
  'src/forward/destinations/': "destinations' answers, after the limit of their size; a fault is an unknown outcome",
  'src/map/extend-tables.ts': 'a schema that ships with the program',
  'src/map/load-mapping-tables.ts': 'a schema that ships with the program',
  'src/config/check-secret.ts': 'a file of secrets that the operator wrote',
  'src/measure/': 'days that this program counted and kept, and what records told',
  'src/pipeline/receipt.ts': 'outcomes that this program stored',
  'src/registry/file/read-sheets.ts': 'a registry file of staff, after the limit of its size; its shape is checked',
  'src/reports/': 'reports that this program wrote',
  'src/simulate/': 'stand-ins for outside systems',
  'src/store/': 'rows that this program wrote',
  'src/validate/json/': 'text that is scanned for what JSON.parse does not tell',
  'src/validate/definitions/': 'packages that the operator chose, and definitions that ship with the program',
};

const PROCESS_ENVIRONMENT: Exceptions = {};

const CONSOLE: Exceptions = {};

const BUILT_PATTERNS: Exceptions = {
  'src/map/compile-field.ts': 'patterns of the mapping tables, once at start',
  'src/validate/element/primitive-forms.ts': 'patterns made of constants',
};

function strangers(files: readonly SourceFile[], pattern: RegExp, exceptions: Exceptions): readonly string[] {
  const allowed = Object.keys(exceptions);
  return findInCode(files, pattern).filter((place) => !allowed.some((prefix) => place.startsWith(prefix)));
}

describe('source rules', () => {
  it('no any', () => {
    expect(findInCode(everything, /(?:[:<|&,(]|\bas)\s*any\b/)).toEqual([]);
  });

  it('no compiler exception', () => {
    const marked = everything.filter(({ text }) => /@ts-(?:ignore|nocheck|expect-error)/.test(text));
    expect(marked.map(({ path }) => path).filter((path) => path !== SELF)).toEqual([]);
  });

  it('few lint exceptions, each with its reason', () => {
    const marked = everything.filter(({ text }) => text.includes('biome-ignore'));
    const silent = marked
      .filter(({ text }) => /biome-ignore(?! lint\/\w+\/\w+: \w)/.test(text))
      .map(({ path }) => path);
    expect(silent.filter((path) => path !== SELF)).toEqual([]);
    expect(marked.filter(({ path }) => path.startsWith('src/')).length).toBeLessThanOrEqual(3);
  });

  it('no default export and no barrel', () => {
    expect(findInCode(everything, /^\s*export\s+(?:default|\*)/)).toEqual([]);
    expect(src.filter(({ path }) => path.endsWith('/index.ts')).map(({ path }) => path)).toEqual([]);
  });

  it.each<[string, RegExp, Exceptions]>([
    ['JSON.parse', /\bJSON\.parse\b/, JSON_PARSE],
    ['process.env', /\bprocess\.env\b/, PROCESS_ENVIRONMENT],
    ['console', /\bconsole\./, CONSOLE],
    ['new RegExp', /\bnew RegExp\(/, BUILT_PATTERNS],
  ])('%s only where it is at home', (_name, pattern, exceptions) => {
    expect(strangers(src, pattern, exceptions)).toEqual([]);
  });

  it.each<[string, Exceptions]>([
    ['JSON.parse', JSON_PARSE],
    ['process.env', PROCESS_ENVIRONMENT],
    ['console', CONSOLE],
    ['new RegExp', BUILT_PATTERNS],
  ])('the exceptions of %s are still needed', (name, exceptions) => {
    const places = findInCode(src, new RegExp(`\\b${name.replace('.', '\\.')}`));
    const idle = Object.keys(exceptions).filter((prefix) => !places.some((place) => place.startsWith(prefix)));
    expect(idle).toEqual([]);
  });

  it('no clock and no randomness but those handed in, outside the composition roots', () => {
    const roots = {
      'src/main.ts': 'joins',
      'src/cli/': 'joins',
      'src/simulate/demo': 'joins',
      'src/validate/validator.ts': 'the clock that the library takes when it is given none',
    };
    expect(strangers(src, /\bMath\.random\(/, {})).toEqual([]);
    expect(strangers(src, /\bDate\.now\(\)|\bnew Date\(\)/, roots)).toEqual([]);
  });
});

describe('size', () => {
  const lines = ({ text }: SourceFile): number => text.split('\n').length - 1;

  it('no file is longer than 400 lines', () => {
    expect(everything.filter((file) => lines(file) > 400).map(({ path }) => path)).toEqual([]);
  });

  it('half of the files of src have at most 120 lines', () => {
    const sizes = src.map(lines).sort((one, other) => one - other);
    expect(sizes[Math.floor(sizes.length / 2)]).toBeLessThanOrEqual(120);
  });
});

describe('docstrings', () => {
  it('every exported function and class of src says what it does', () => {
    const silent = src.flatMap(({ path, text }) => {
      const rows = text.split('\n');
      return rows.flatMap((row, index) => {
        const exported =
          /^export (?:async )?(?:function\*?|class|abstract class) (\w+)|^export const (\w+)[^=]*= (?:async )?(?:<.*)?\((?:.*=>|$)/.exec(
            row,
          );
        if (exported === null || rows[index - 1]?.trimEnd().endsWith('*/')) return [];
        const name = exported[1] ?? exported[2];
        const overloaded = rows[index - 1]?.startsWith(`export function ${name}(`) ?? false;
        return overloaded ? [] : [`${path}:${index + 1} ${name}`];
      });
    });
    expect(silent).toEqual([]);
  });
});
