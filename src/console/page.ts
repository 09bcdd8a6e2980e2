import type { EpochMs } from '../types/submission.ts';
import type { Html } from './html.ts';
import type { View } from './view.ts';

/** A call of one of the console's addresses, after it is known to come from staff. */
export interface PageRequest {
  readonly view: View;
  /** Of the path: `code` of `/facilities/:code`. */
  readonly params: Readonly<Record<string, string>>;
  /** Single values of the query; a name that came twice is left out. */
  readonly query: Readonly<Record<string, string>>;
  /** Fields of a form that was sent; empty for a `GET`. */
  readonly form: Readonly<Record<string, string>>;
  /** Of a form: the name that was given in it, null when none was. Of a page: the name given last, to stand in fields. */
  readonly author: string | null;
}

/** What may change while a page is looked at. */
export type LiveTopic = 'coverage' | 'records' | 'deliveries' | 'quality' | 'reports';

/** A page above the one that is shown. */
export interface Crumb {
  readonly label: string;
  readonly path: string;
}

/** A page inside the console's frame. */
export interface PageContent {
  readonly kind: 'page';
  readonly status?: number;
  readonly title: string;
  readonly main: Html;
  /** Where it can be asked for again in another language, when a form led to it; left out: the first page of its place. */
  readonly path?: string;
  /** Names of the page's own scripts below `assets/`, without `.js`; each is a module. */
  readonly scripts?: readonly string[];
  /** Pages between the place's first page and this one, which is below it; left out on the first page. */
  readonly crumbs?: readonly Crumb[];
  /** News of these topics make the page's script fetch the page again and swap its `data-live` parts. */
  readonly live?: readonly LiveTopic[];
  /** Day (`YYYY-MM-DD`) and instant of the figures on the page. */
  readonly figures?: { readonly asOf: string; readonly computedAt: EpochMs };
}

/** What an address answers. */
export type PageAnswer =
  | PageContent
  /** After a form: the next page, so that a reload does not send it again; `flash` is shown there once. */
  | { readonly kind: 'goto'; readonly path: string; readonly flash?: string }
  /** There is no such thing: 404 inside the frame. */
  | { readonly kind: 'missing' }
  | { readonly kind: 'file'; readonly type: string; readonly name: string; readonly bytes: Buffer };

/** The items of the navigation, in their order. */
export type Place = 'overview' | 'facilities' | 'records' | 'destinations' | 'quality' | 'reports';

/** An address of the console. A `post` is taken from the console's own pages only. */
export interface ConsoleRoute {
  readonly method: 'get' | 'post';
  readonly path: string;
  /** The item of the navigation to which it belongs. */
  readonly place: Place;
  readonly answer: (request: PageRequest) => Promise<PageAnswer>;
}
