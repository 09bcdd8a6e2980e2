import type { DestinationConfig } from '../../types/destination-config.ts';
import { checkRsaKey, checkSecret, checkSecrets, type ReadText } from '../check-secret.ts';
import { checkUrl } from '../check-url.ts';
import { ConfigError } from '../config-error.ts';
import { accountsOf, recordsOwedTo } from './kinds.ts';

const SETTING = 'LT_CONFIG';

/**
 * Checks what a schema cannot say of destinations. Refuses (ConfigError) an id given twice, an address that `checkUrl` refuses,
 * a secret that cannot be read, a first retry delay above the longest, two deadlines for one kind of
 * record, a filter that lets nothing through, and a claim
 * portal that names no facility.
 */
export function checkDestinations(destinations: readonly DestinationConfig[], readText: ReadText): void {
  const ids = new Set<string>();
  for (const [index, destination] of destinations.entries()) {
    const place = `destinations[${index}]`;
    if (ids.has(destination.id)) {
      throw new ConfigError(SETTING, `${place}.id stands twice`, 'give each destination its own id');
    }
    ids.add(destination.id);
    if ('url' in destination) checkUrl(`${place}.url`, destination.url);
    if (destination.reconciliationUrl !== null) checkUrl(`${place}.reconciliationUrl`, destination.reconciliationUrl);
    checkSecretFiles(place, destination, readText);
    checkRetry(place, destination);
    checkDeadlines(place, destination);
    checkFilter(place, destination);
  }
}

function checkSecretFiles(place: string, destination: DestinationConfig, readText: ReadText): void {
  if ('tokenFile' in destination && destination.tokenFile !== null) {
    checkSecret(`${place}.tokenFile`, destination.tokenFile, readText);
  }
  if ('passwordFile' in destination) checkSecret(`${place}.passwordFile`, destination.passwordFile, readText);
  if ('passwordsFile' in destination) checkSecrets(`${place}.passwordsFile`, destination.passwordsFile, readText);
  if (destination.kind === 'e-prescription' && destination.lookUp !== null) {
    checkUrl(`${place}.lookUp.url`, destination.lookUp.url);
    checkSecret(`${place}.lookUp.appKeyFile`, destination.lookUp.appKeyFile, readText);
  }
  for (const [code, account] of Object.entries(accountsOf(destination))) {
    const at = `${place}.accounts.${code}`;
    checkSecret(`${at}.passwordFile`, account.passwordFile, readText);
    if (account.privateKeyFile !== undefined) checkRsaKey(`${at}.privateKeyFile`, account.privateKeyFile, readText);
  }
  if ('hub' in destination && destination.hub.privateKeyFile !== null)
    checkRsaKey(`${place}.hub.privateKeyFile`, destination.hub.privateKeyFile, readText);
}

function checkRetry(place: string, { retry }: DestinationConfig): void {
  if (retry.firstDelayMs > retry.maxDelayMs) {
    throw new ConfigError(SETTING, `${place}.retry.firstDelayMs is above maxDelayMs`, 'write a smaller number');
  }
}

function checkDeadlines(place: string, { deadlines }: DestinationConfig): void {
  const seen = new Set<string>();
  for (const [index, { records }] of deadlines.entries()) {
    const twice = records.find((record) => seen.has(record));
    if (twice !== undefined) {
      throw new ConfigError(
        SETTING,
        `${place}.deadlines[${index}] names ${twice} again`,
        'give each record one deadline',
      );
    }
    for (const record of records) seen.add(record);
  }
}

function checkFilter(place: string, destination: DestinationConfig): void {
  const { facilities } = destination.filter;
  const isOfNobody = facilities === null && Object.keys(accountsOf(destination)).length === 0;
  if (destination.kind === 'claim-portal' && isOfNobody) {
    throw new ConfigError(
      SETTING,
      `${place} does not tell whose account it uses`,
      'write filter.facilities with the facility of username, or accounts by facility',
    );
  }
  if (recordsOwedTo(destination).length === 0 || facilities?.length === 0) {
    throw new ConfigError(
      SETTING,
      `${place}.filter lets nothing through`,
      'write null for all, or remove the destination',
    );
  }
}
