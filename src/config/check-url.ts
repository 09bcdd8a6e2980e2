import { ConfigError } from './config-error.ts';

const SETTING = 'LT_CONFIG';
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/**
 * Refuses (ConfigError) what is not http(s), carries a user, a password, a query or a fragment, or is plain http to another
 * machine.
 * @param place as in `destinations[0].url`
 */
export function checkUrl(place: string, text: string): void {
  const url = URL.parse(text);
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    throw new ConfigError(SETTING, `${place} is not a web address`, 'write one that starts with https://');
  }
  if (url.username !== '' || url.password !== '') {
    throw new ConfigError(SETTING, `${place} puts a secret into the file`, 'write the path of its file as tokenFile');
  }
  if (url.search !== '' || url.hash !== '') {
    throw new ConfigError(SETTING, `${place} has a query or a fragment`, 'write the base address alone');
  }
  if (url.protocol === 'http:' && !LOOPBACK.test(url.hostname)) {
    throw new ConfigError(SETTING, `${place} is plain http to another machine`, 'write an https:// address');
  }
}
