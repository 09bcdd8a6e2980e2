import { UsageError } from './failures.ts';

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/**
 * The gateway's address without a trailing slash. Refuses (UsageError) what is no plain web address, and plain http
 * to another machine: tokens and health records would cross the network in the clear.
 */
export function parseGatewayAddress(text: string): string {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.search !== '' || url.hash !== '') {
    throw new UsageError('--url must be a web address such as https://lienthong.example');
  }
  if (url.protocol === 'http:' && !LOOPBACK.test(url.hostname)) {
    throw new UsageError('--url must be https, as it leads to another machine');
  }
  return text.replace(/\/+$/, '');
}
