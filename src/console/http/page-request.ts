import type { Request, Response } from 'express';
import { MAX_AUTHOR_LENGTH } from '../frame/author-field.ts';
import type { PageRequest } from '../page.ts';
import type { Language } from '../text.ts';
import { createView } from '../view.ts';
import { keepCookie, readCookie } from './cookies.ts';
import { singleValues } from './read-form.ts';

/**
 * The request as pages see it. A language that is asked for, and a name that is given, are remembered in the browser. The name of
 * who sends a form is the one in the form: what the browser remembers only stands in the field before.
 */
export function toPageRequest(
  request: Request,
  response: Response,
  form: Readonly<Record<string, string>>,
): PageRequest {
  const query = singleValues(new URL(request.originalUrl, 'http://console').searchParams);
  return {
    view: createView(chooseLanguage(request, response, query['lang'])),
    params: request.params as Readonly<Record<string, string>>,
    query,
    form,
    author: request.method === 'POST' ? takeAuthor(response, form['author']) : rememberedAuthor(request),
  };
}

function chooseLanguage(request: Request, response: Response, asked: string | undefined): Language {
  if (asked !== 'vi' && asked !== 'en') return readCookie(request, 'lt-language') === 'en' ? 'en' : 'vi';
  keepCookie(response, 'lt-language', asked);
  return asked;
}

function takeAuthor(response: Response, given = ''): string | null {
  const name = given.trim().slice(0, MAX_AUTHOR_LENGTH);
  if (name === '') return null;
  keepCookie(response, 'lt-author', name);
  return name;
}

function rememberedAuthor(request: Request): string | null {
  return readCookie(request, 'lt-author')?.slice(0, MAX_AUTHOR_LENGTH) || null;
}
