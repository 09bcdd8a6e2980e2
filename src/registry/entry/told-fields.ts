import { headingsOf } from '../fields.ts';
import { type Cell, CLEARED, type RawEntry, type Report } from '../file/raw-entry.ts';
import type { Read } from './read-values.ts';

/** Reading the cells of one entry, with what is wrong in them reported where it stands. */
export interface Fields {
  /** The value of a field; undefined when nothing is told, it is emptied, or it is wrong (reported). */
  read<T>(key: string, reader: (cell: Cell) => Read<T>): T | undefined;
  /** The file says that there is nothing: `-`, or null in JSON. */
  isCleared(key: string): boolean;
  isTold(key: string): boolean;
  isFaulty(key: string): boolean;
  /** Reports at the place of a field what makes the entry wrong, or only strange. */
  fault(key: string, rule: string, values?: Parameters<Report>[2]): void;
  warn(key: string, rule: string, values?: Parameters<Report>[2]): void;
  /** True when anything was wrong. */
  readonly isWrong: () => boolean;
}

/** Fields of an entry whose code is known by now, if it is one. */
export function createFields(raw: RawEntry, code: () => string | null, report: Report): Fields {
  const faulty = new Set<string>();
  const fault: Fields['fault'] = (key, rule, values) => {
    faulty.add(key);
    warn(key, rule, values);
  };
  const warn: Fields['warn'] = (key, rule, values = {}) => {
    const column = raw.told.get(key)?.column ?? headingsOf(key);
    report(rule, { sheet: raw.sheet, row: raw.row, column }, values, code());
  };
  const cellOf = (key: string) => raw.told.get(key)?.cell;
  const isCleared = (key: string) => {
    const cell = cellOf(key);
    return typeof cell === 'string' && cell.trim() === CLEARED;
  };
  return {
    read(key, reader) {
      const cell = cellOf(key);
      if (cell === undefined || cell === null || isCleared(key)) return undefined;
      const found = reader(Array.isArray(cell) ? (cell as readonly Cell[]).join('|') : (cell as Cell));
      if ('value' in found) return found.value;
      fault(key, found.rule, found.values);
      return undefined;
    },
    isCleared,
    isTold: (key) => raw.told.has(key),
    isFaulty: (key) => faulty.has(key),
    fault,
    warn,
    isWrong: () => faulty.size > 0,
  };
}
