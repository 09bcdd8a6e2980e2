import { isIP } from 'node:net';
import type { Config } from '../types/config.ts';
import { ConfigError } from './config-error.ts';
import { type ConfigFile, parseConfigFile } from './config-file.ts';
import { checkDestinations } from './destinations/check-destinations.ts';
import { type Environment, value } from './environment.ts';
import { checkProgrammes } from './programmes.ts';
import { readStorePlace } from './store-place.ts';
import { checkWebhooks } from './webhooks.ts';
import { checkWorkingCalendar } from './working-calendar.ts';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const HOST_NAME = /^[A-Za-z0-9][A-Za-z0-9.-]{0,252}$/;

/**
 * Reads the settings of docs/settings.md from the environment and the file that `LT_CONFIG` names, and freezes them.
 * An empty value counts as not set. Refuses (throws ConfigError, one line) an unknown `LT_` name, a wrong value, a
 * setting of a later version, and everything that `parseConfigFile` and `checkDestinations` refuse.
 */
export function loadConfig(env: Environment, readText: (path: string) => string): Config {
  refuseUnknownNames(env);
  refuseLaterSettings(env);
  const host = readHost(env);
  const port = readPort(env, 'PORT', 8_080);
  const adminPort = readPort(env, 'ADMIN_PORT', 9_090);
  if (port === adminPort && port !== 0) {
    throw new ConfigError('ADMIN_PORT', 'is the same as PORT', 'write another port, for example 9090');
  }
  const file = readConfigFile(env, readText);
  return deepFreeze({
    host,
    port,
    adminPort,
    publicUrl: readPublicUrl(env, host, port),
    ...readStorePlace(env),
    logLevel: readLogLevel(env),
    threads: file.threads,
    limits: file.limits,
    destinations: file.destinations,
    webhooks: file.webhooks,
    workingCalendar: file.workingCalendar,
    reconciliation: file.reconciliation,
    retention: file.retention,
    reports: file.reports,
    policyFile: file.policyFile,
    overridesFolder: file.overridesFolder,
    mappingsFolder: file.mappingsFolder,
    province: file.province,
    targets: file.targets,
    programmes: file.programmes,
  });
}

function refuseUnknownNames(env: Environment): void {
  const unknown = Object.keys(env).find((name) => name.startsWith('LT_') && name !== 'LT_CONFIG');
  if (unknown !== undefined) {
    throw new ConfigError(unknown, 'is not a setting of this program', 'remove it; the LT_ name it knows is LT_CONFIG');
  }
}

function refuseLaterSettings(env: Environment): void {
  if (value(env, 'MLLP_PORT') !== undefined) {
    throw new ConfigError('MLLP_PORT', 'HL7 v2 over MLLP comes in a later version', 'remove it');
  }
}

function readHost(env: Environment): string {
  const host = value(env, 'HOST') ?? '127.0.0.1';
  if (isIP(host) === 0 && !HOST_NAME.test(host)) {
    throw new ConfigError('HOST', 'is neither an IP address nor a host name', 'write for example HOST=127.0.0.1');
  }
  return host;
}

function readPort(env: Environment, name: string, standard: number): number {
  const text = value(env, name);
  if (text === undefined) return standard;
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) {
    throw new ConfigError(
      name,
      'is not a port',
      `write a whole number from 0 to 65535, for example ${name}=${standard}`,
    );
  }
  return Number(text);
}

function readPublicUrl(env: Environment, host: string, port: number): string {
  const text = value(env, 'PUBLIC_URL');
  if (text === undefined) return `http://${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
  const url = URL.parse(text);
  const plain = url !== null && url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  if (!plain || !['http:', 'https:'].includes(url.protocol)) {
    throw new ConfigError(
      'PUBLIC_URL',
      'is not a plain web address',
      'write the address that senders use, for example PUBLIC_URL=https://lienthong.example',
    );
  }
  return text.replace(/\/+$/, '');
}

function readLogLevel(env: Environment): Config['logLevel'] {
  const text = value(env, 'LOG_LEVEL') ?? 'info';
  const level = LOG_LEVELS.find((known) => known === text);
  if (level === undefined) {
    throw new ConfigError('LOG_LEVEL', 'is not a level', `write one of ${LOG_LEVELS.join(', ')}`);
  }
  return level;
}

function readConfigFile(env: Environment, readText: (path: string) => string): ConfigFile {
  const path = value(env, 'LT_CONFIG');
  const file = parseConfigFile(path === undefined ? '' : readConfigText(path, readText));
  checkDestinations(file.destinations, readText);
  checkWebhooks(file.webhooks, readText);
  checkWorkingCalendar(file.workingCalendar);
  checkProgrammes(file.programmes);
  if (file.policyFile !== null) checkReadable('policyFile', file.policyFile, readText);
  return file;
}

function checkReadable(place: string, path: string, readText: (path: string) => string): void {
  try {
    readText(path);
  } catch {
    throw new ConfigError('LT_CONFIG', `${place} cannot be read`, 'write the path of a readable file');
  }
}

function readConfigText(path: string, readText: (path: string) => string): string {
  try {
    return readText(path);
  } catch {
    throw new ConfigError('LT_CONFIG', 'names a file that cannot be read', 'write the path of a readable YAML file');
  }
}

function deepFreeze<T extends object>(object: T): T {
  for (const child of Object.values(object)) {
    if (typeof child === 'object' && child !== null) deepFreeze(child);
  }
  return Object.freeze(object);
}
