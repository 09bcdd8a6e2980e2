import type { JWK } from 'jose';
import { dateKey, keySince } from '../authenticate/key-date.ts';
import { generateKeyPair } from '../authenticate/keys.ts';
import type { Store } from '../types/store.ts';
import type { EpochMs } from '../types/submission.ts';
import type { CliIo } from './command.ts';
import { instantText } from './instant-text.ts';
import { readLanguage } from './language.ts';
import { withExistingStore } from './open-store.ts';
import { auditOperator } from './operator.ts';
import { parseOptions, refuseExtra, required } from './parse-options.ts';
import { renderTable } from './text-table.ts';

const TEXT = { type: 'string' } as const;

const WORDS = {
  vi: {
    columns: ['của ai', 'kid', 'loại', 'từ lúc'],
    gateway: '(cổng)',
    unknown: 'không rõ',
    renewed: (kid: string) => `khóa mới ${kid}: có hiệu lực khi mọi cổng dùng kho này đã khởi động lại`,
  },
  en: {
    columns: ['whose', 'kid', 'kind', 'since'],
    gateway: '(gateway)',
    unknown: 'not known',
    renewed: (kid: string) => `new key ${kid}: it holds when every gateway on this store was started again`,
  },
} as const;

interface ListedKey {
  /** Null: the gateway itself. */
  readonly facility: string | null;
  readonly kid: string;
  readonly kind: string;
  readonly since: EpochMs | null;
}

/** `keys list`: whose keys are registered, and since when. */
export async function listKeys(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseOptions(args, { lang: TEXT });
  refuseExtra(positionals, 0);
  const words = WORDS[readLanguage(values.lang)];
  const keys = await withExistingStore(io, readKeys);
  const rows = keys.map(({ facility, kid, kind, since }) => [
    facility ?? words.gateway,
    kid,
    kind,
    since === null ? words.unknown : instantText(since),
  ]);
  io.stdout.write(values.json ? `${JSON.stringify(keys)}\n` : renderTable(words.columns, rows));
  return 0;
}

async function readKeys(store: Store): Promise<readonly ListedKey[]> {
  // One that was never started has no key yet; it is not made here.
  const own = await store.signingKey(() => Promise.reject(new Error('none'))).catch(() => undefined);
  const listed: ListedKey[] = own === undefined ? [] : [toListedKey(null, own)];
  for (const { code } of await store.facilities()) {
    for (const key of await store.keys(code)) listed.push(toListedKey(code, key));
  }
  return listed;
}

function toListedKey(facility: string | null, key: JWK): ListedKey {
  return { facility, kid: String(key.kid ?? ''), kind: String(key.crv ?? key.kty), since: keySince(key) };
}

/** `keys renew`: a new key of the gateway's own. */
export async function renewKey(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseOptions(args, { reason: TEXT, lang: TEXT });
  refuseExtra(positionals, 0);
  const reason = required(values.reason, '--reason');
  const words = WORDS[readLanguage(values.lang)];
  const key = dateKey((await generateKeyPair()).privateKey, io.clock());
  const kid = String(key.kid);
  await withExistingStore(io, async (store) => {
    await auditOperator(store, io, { event: 'amend', object: 'signing-key', details: { kid, reason } });
    await store.replaceSigningKey(key);
  });
  io.stdout.write(values.json ? `${JSON.stringify({ kid })}\n` : `${words.renewed(kid)}\n`);
  return 0;
}
