import type { CharacterSet } from './character-set.ts';

export type Assertion = 'start' | 'end' | 'boundary' | 'noBoundary';

/** A pattern, read. Groups that capture are numbered from 1. */
export type PatternNode =
  | { readonly kind: 'set'; readonly set: CharacterSet }
  | { readonly kind: 'assertion'; readonly assertion: Assertion }
  | { readonly kind: 'sequence'; readonly items: readonly PatternNode[] }
  | { readonly kind: 'choice'; readonly options: readonly PatternNode[] }
  | { readonly kind: 'group'; readonly item: PatternNode; readonly index: number }
  | { readonly kind: 'ahead'; readonly item: PatternNode; readonly isNegated: boolean }
  | {
      readonly kind: 'repeat';
      readonly item: PatternNode;
      readonly min: number;
      readonly max: number | undefined;
      readonly isLazy: boolean;
    };
