import { checkNarrative } from '../narrative/check-narrative.ts';
import type { ValueRule } from './compiler.ts';

/** Remembers references to contained resources, so that dom-3 can tell which nobody refers to. */
export const localReferenceRule: ValueRule = (value, _sibling, { scope }) => {
  if (isLocalReference(value)) scope.noteLocalReference(value);
};

/** Whether a reference points to a contained resource, or to the container (`#`). */
export function isLocalReference(value: unknown): value is string {
  return typeof value === 'string' && value.charCodeAt(0) === HASH;
}

const HASH = '#'.charCodeAt(0);

/** XHTML of a narrative (txt-1, txt-2). What its links point to inside the resource is referred to (dom-3). */
export const narrativeRule: ValueRule = (value, _sibling, visit) => {
  if (typeof value !== 'string') return;
  const { scope } = visit;
  const { language } = scope.resource;
  checkNarrative(value, (rule, words) => visit.report(rule, words), {
    language: typeof language === 'string' ? language : undefined,
    hasId(id) {
      scope.noteLocalReference(`#${id}`);
      return scope.hasLinkTarget(id);
    },
  });
};

/** An id is given to one element of a resource only. */
export const elementIdRule: ValueRule = (value, _sibling, visit) => {
  if (typeof value === 'string' && !visit.scope.noteElementId(value)) visit.report('LT-V083');
};
