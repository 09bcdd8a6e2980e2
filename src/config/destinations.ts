import type { DestinationConfig } from '../types/config.ts';
import { ConfigError } from './config-error.ts';

const SETTING = 'LT_CONFIG';
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/**
 * Checks what a schema cannot say of destinations. Refuses (ConfigError) an id given twice, an address that is not
 * http(s), carries a user, a password, a query or a fragment, or is plain http outside loopback; a token file that
 * cannot be read or is empty; a first retry delay above the longest.
 */
export function checkDestinations(
  destinations: readonly DestinationConfig[],
  readText: (path: string) => string,
): void {
  const ids = new Set<string>();
  for (const [index, destination] of destinations.entries()) {
    const place = `destinations[${index}]`;
    if (ids.has(destination.id)) {
      throw new ConfigError(SETTING, `${place}.id stands twice`, 'give each destination its own id');
    }
    ids.add(destination.id);
    checkUrl(`${place}.url`, destination.url);
    if (destination.tokenFile !== null) checkTokenFile(`${place}.tokenFile`, destination.tokenFile, readText);
    if (destination.retry.firstDelayMs > destination.retry.maxDelayMs) {
      throw new ConfigError(SETTING, `${place}.retry.firstDelayMs is above maxDelayMs`, 'write a smaller number');
    }
  }
}

function checkUrl(place: string, text: string): void {
  const url = URL.parse(text);
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    throw new ConfigError(SETTING, `${place} is not a web address`, 'write one that starts with https://');
  }
  if (url.username !== '' || url.password !== '') {
    throw new ConfigError(SETTING, `${place} puts a secret into the file`, 'write the path of its file as tokenFile');
  }
  if (url.search !== '' || url.hash !== '') {
    throw new ConfigError(SETTING, `${place} has a query or a fragment`, 'write the FHIR base address alone');
  }
  if (url.protocol === 'http:' && !LOOPBACK.test(url.hostname)) {
    throw new ConfigError(SETTING, `${place} is plain http to another machine`, 'write an https:// address');
  }
}

function checkTokenFile(place: string, path: string, readText: (path: string) => string): void {
  let token: string;
  try {
    token = readText(path);
  } catch {
    throw new ConfigError(SETTING, `${place} cannot be read`, 'write the path of a readable file');
  }
  if (token.trim() === '') throw new ConfigError(SETTING, `${place} names an empty file`, 'put the token into it');
}
