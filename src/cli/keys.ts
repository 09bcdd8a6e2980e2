import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { generateKeyPair } from '../authenticate/keys.ts';
import type { CliIo, Command } from './command.ts';
import { OperationFailed, UsageError } from './failures.ts';
import { listKeys, renewKey } from './keys-of-store.ts';
import { parseOptions, refuseExtra, required } from './parse-options.ts';

const PRIVATE_KEY_FILE = 'private-key.jwk.json';
const PUBLIC_JWKS_FILE = 'public-keys.jwks.json';

/** `keys generate`: a signing key pair for a facility. */
export const keys: Command = {
  name: 'keys',
  summary: 'make signing keys, list and renew them',
  usage: `Usage: lien-thong keys generate --out DIR
       lien-thong keys list
       lien-thong keys renew --reason TEXT

list    whose keys the store of the gateway holds, and since when; no private part
renew   a new key for the gateway itself, which signs its tokens. It holds when every gateway on the store was started again;
        tokens that are in use (5 minutes at most) end then, and senders sign in again by themselves. Stands in the audit log

generate makes an ES384 key pair and writes two files into DIR:

  ${PRIVATE_KEY_FILE}    the private key; stays with the facility, readable by its owner only
  ${PUBLIC_JWKS_FILE}   the public keys; goes to the operator of the gateway ('facility add --jwks')

Refuses to overwrite either file.

  --out DIR       folder for the files, made when it does not exist
  --reason TEXT   why the key is renewed
  --lang vi|en    language of 'list' and 'renew' (default vi)
  --json          machine output`,

  async run(args, io) {
    const [verb, ...rest] = args;
    if (verb === 'generate') return generate(rest, io);
    if (verb === 'list') return listKeys(rest, io);
    if (verb === 'renew') return renewKey(rest, io);
    throw new UsageError("expected 'keys generate', 'keys list' or 'keys renew'");
  },
};

async function generate(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseOptions(args, { out: { type: 'string' } });
  refuseExtra(positionals, 0);
  const written = await writeKeyPair(resolve(io.cwd, required(values.out, '--out')));
  io.stdout.write(
    values.json
      ? `${JSON.stringify(written)}\n`
      : `private key  ${written.privateKey}\npublic keys  ${written.publicJwks}\nkid          ${written.kid}\n`,
  );
  return 0;
}

interface WrittenKeyPair {
  readonly kid: string;
  readonly privateKey: string;
  readonly publicJwks: string;
}

async function writeKeyPair(directory: string): Promise<WrittenKeyPair> {
  const privateFile = join(directory, PRIVATE_KEY_FILE);
  const publicFile = join(directory, PUBLIC_JWKS_FILE);
  for (const file of [privateFile, publicFile]) await refuseExisting(file);
  const { privateKey, publicKey } = await generateKeyPair();
  await mkdir(directory, { recursive: true });
  await writeFile(privateFile, toText(privateKey), { mode: 0o600, flag: 'wx' });
  await writeFile(publicFile, toText({ keys: [publicKey] }), { flag: 'wx' });
  return { kid: String(publicKey.kid), privateKey: privateFile, publicJwks: publicFile };
}

async function refuseExisting(file: string): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (found !== undefined) throw new OperationFailed(`${file} exists already and is not overwritten`);
}

function toText(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
