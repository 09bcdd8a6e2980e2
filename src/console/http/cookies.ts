import type { Request, Response } from 'express';

const YEAR_S = 365 * 86_400;

/** What the console remembers in the browser; none of it decides who may do what. */
export type CookieName = 'lt-language' | 'lt-author' | 'lt-flash';

/** The value of a cookie; null when there is none or it is not UTF-8 in percent signs. */
export function readCookie(request: Pick<Request, 'headers'>, name: CookieName): string | null {
  const found = (request.headers.cookie ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(`${name}=`));
  if (found === undefined) return null;
  try {
    return decodeURIComponent(found.slice(name.length + 1));
  } catch {
    return null;
  }
}

/** Keeps a value in the browser for a year, for this site only and out of reach of scripts; null takes it away. */
export function keepCookie(response: Response, name: CookieName, value: string | null): void {
  const age = value === null ? 0 : YEAR_S;
  response.append(
    'Set-Cookie',
    `${name}=${encodeURIComponent(value ?? '')}; Path=/; Max-Age=${age}; HttpOnly; SameSite=Strict`,
  );
}
