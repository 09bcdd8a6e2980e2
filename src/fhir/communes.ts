import { readFileSync } from 'node:fs';
import type { Commune } from '../types/commune.ts';

/** Reads the communes of the province (mappings/communes.json), in the order of their codes. */
export function loadCommunes(file: string): readonly Commune[] {
  return (JSON.parse(readFileSync(file, 'utf8')) as { readonly communes: readonly Commune[] }).communes;
}

/** What a text says of a commune: just one, one under a former or shortened name, or none. */
export type CommuneFound =
  | { readonly how: 'exact' | 'similar'; readonly commune: Commune }
  | { readonly how: 'unknown'; readonly suggestions: readonly Commune[] };

/**
 * Finder of a commune by its code, its name (diacritics of one letter may sit on another: `Thủy`, `Thuỷ`), its name without
 * the kind, or the name that the unit of this code had before 01/07/2025. A name that several may mean is unknown; those are suggested.
 */
export function createCommuneFinder(communes: readonly Commune[]): (text: string) => CommuneFound {
  const exact = new Map(communes.flatMap((one) => [one.code, plainName(one.name)].map((key) => [key, one])));
  const short = Map.groupBy(communes, ({ name }) => withoutKind(plainName(name)));
  const former = Map.groupBy(
    communes.filter(({ formerName }) => formerName !== undefined),
    ({ formerName = '' }) => plainName(formerName),
  );
  return (text) => {
    const name = plainName(text);
    const commune = exact.get(text.trim()) ?? exact.get(name);
    if (commune !== undefined) return { how: 'exact', commune };
    const candidates = [...new Set([...(short.get(withoutKind(name)) ?? []), ...(former.get(name) ?? [])])];
    const [only] = candidates;
    if (only !== undefined && candidates.length === 1) return { how: 'similar', commune: only };
    return { how: 'unknown', suggestions: candidates.length > 0 ? candidates : nearest(name, communes) };
  };
}

const TONES = /[\u0300\u0301\u0303\u0309\u0323]/g;

/** Small letters, single blanks, and the tone of each syllable after it: it may be written over one vowel or the other. */
function plainName(text: string): string {
  return text
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim()
    .split(' ')
    .map((word) => word.replace(TONES, '') + (word.match(TONES)?.join('') ?? ''))
    .join(' ');
}

const KINDS = ['Xã', 'Phường', 'Thị trấn', 'Đặc khu', 'X', 'P', 'TT'].map((kind) => `${plainName(kind)} `);

function withoutKind(name: string): string {
  const kind = KINDS.find((one) => name.startsWith(one));
  return kind === undefined ? name : name.slice(kind.length);
}

/** Those that share most of its words, when marks and tones do not count. */
function nearest(name: string, communes: readonly Commune[]): readonly Commune[] {
  const words = bareWords(name);
  return communes
    .map((commune) => ({ commune, shared: bareWords(plainName(commune.name)).intersection(words).size }))
    .filter(({ shared }) => shared > 0)
    .sort((one, other) => other.shared - one.shared)
    .slice(0, 3)
    .map(({ commune }) => commune);
}

function bareWords(name: string): Set<string> {
  const bare = withoutKind(name).replace(/\p{M}/gu, '').replaceAll('đ', 'd');
  return new Set(bare.split(' ').filter((word) => word !== ''));
}
