import type { Slot } from './element-path.ts';
import type { Episode, RecordNodes, RowNodes, RowScope } from './episode.ts';
import { compileTarget, type FieldCompiler, type FieldTarget } from './field-target.ts';
import { recordAgreement } from './lineage.ts';
import type { FieldSpec, TargetSpec } from './mapping-table.ts';

/** One field of a form, in both directions. */
export interface CompiledField {
  /**
   * Writes a text to its home and its copies. False: the home does not tell the text, so it is to be kept as it was sent.
   * `name` is the field's name as sent, for the trace.
   */
  write(episode: Episode, row: RowScope, text: string, name: string): boolean;
  /** What the home tells, whoever wrote it. */
  read(record: RecordNodes, row: RowNodes): string | undefined;
  /** True when other rows write to the home as well. */
  readonly isCommon: boolean;
}

/** Compiles the spec of a field. Throws where the table contradicts itself. */
export function compileField(field: string, spec: FieldSpec, compiler: FieldCompiler): CompiledField {
  if (typeof spec === 'string') return compileHome(field, { to: spec }, compiler);
  if ('key' in spec) return KEY;
  if ('choose' in spec) return compileChoice(field, spec.choose, compiler);
  return compileHome(field, spec, compiler);
}

/** The key is told by the record itself. */
const KEY: CompiledField = {
  isCommon: true,
  write(episode, row, text, name) {
    if (text !== episode.key) return false;
    recordAgreement(episode.trace, tellerOfKey(episode, row), `${row.place}.${name}`);
    return true;
  },
  read: ({ key }) => key,
};

function tellerOfKey({ nodes }: Episode, row: RowScope): Slot | undefined {
  const encounter = nodes.get('encounter');
  if (encounter !== undefined) return { parent: encounter.object, name: 'identifier' };
  const [instance] = row.instances.values();
  return instance && { parent: instance.object, name: '' };
}

function compileHome(
  field: string,
  { also = [], ...spec }: TargetSpec & { readonly also?: readonly (string | TargetSpec)[] },
  compiler: FieldCompiler,
): CompiledField {
  const home = compileTarget(field, spec, compiler);
  const copies = also.map((copy) => compileTarget(field, typeof copy === 'string' ? { to: copy } : copy, compiler));
  return withCopies(guarded(home), copies);
}

function compileChoice(
  field: string,
  options: readonly (TargetSpec & { readonly pattern?: string })[],
  compiler: FieldCompiler,
): CompiledField {
  const compiled = options.map(({ pattern, ...target }) => ({
    // Patterns come from the project's own tables, never from input.
    pattern: pattern === undefined ? undefined : new RegExp(pattern),
    home: compileTarget(field, target, compiler),
  }));
  return guarded({
    isCommon: compiled.some(({ home }) => home.isCommon),
    write(episode, row, text, name) {
      const option = compiled.find(({ pattern }) => pattern === undefined || pattern.test(text));
      return option?.home.write(episode, row, text, name) ?? 'verbatim';
    },
    read(record, row) {
      for (const { home } of compiled) {
        const text = home.read(record, row);
        if (text !== undefined) return text;
      }
      return undefined;
    },
    find(record, row) {
      for (const { home } of compiled) {
        if (home.read(record, row) !== undefined) return home.find(record, row);
      }
      return undefined;
    },
  });
}

/** A home that several rows write to is told by the first of them; what another row says is told only where it agrees. */
function guarded({ isCommon, write, read, find }: FieldTarget): CompiledField {
  const writeExactly: CompiledField['write'] = (...args) => write(...args) === 'exact';
  if (!isCommon) return { isCommon, write: writeExactly, read };
  return {
    isCommon,
    read,
    write(episode, row, text, name) {
      const told = read(episode, row);
      if (told === undefined) return writeExactly(episode, row, text, name) && read(episode, row) === text;
      // Of a list with an empty item only memory knows the place.
      if (told !== text || text.split(';').includes('')) return false;
      if (episode.trace !== undefined) recordAgreement(episode.trace, find(episode, row), `${row.place}.${name}`);
      return true;
    },
  };
}

function withCopies(field: CompiledField, copies: readonly FieldTarget[]): CompiledField {
  if (copies.length === 0) return field;
  return {
    ...field,
    write(episode, row, text, name) {
      const isToldByOther = field.isCommon && field.read(episode, row) !== undefined;
      const isTold = field.write(episode, row, text, name);
      for (const copy of copies) {
        if (!copy.isCommon || !isToldByOther) copy.write(episode, row, text, name);
      }
      return isTold;
    },
  };
}
