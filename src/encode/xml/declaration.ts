export const XML_DECLARATION = '<?xml version="1.0" encoding="utf-8"?>';

/** Prefixes that the envelopes of the national forms declare, whether they use them or not. */
export const NAMESPACES: readonly (readonly [prefix: string, uri: string])[] = [
  ['xsi', 'http://www.w3.org/2001/XMLSchema-instance'],
  ['xsd', 'http://www.w3.org/2001/XMLSchema'],
];
