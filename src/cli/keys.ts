import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { generateKeyPair } from '../authenticate/keys.ts';
import type { Command } from './command.ts';
import { OperationFailed, UsageError } from './failures.ts';
import { parseOptions, refuseExtra, required } from './parse-options.ts';

const PRIVATE_KEY_FILE = 'private-key.jwk.json';
const PUBLIC_JWKS_FILE = 'public-keys.jwks.json';

/** `keys generate`: a signing key pair for a facility. */
export const keys: Command = {
  name: 'keys',
  summary: 'make the signing key pair of a facility',
  usage: `Usage: lien-thong keys generate --out DIR

Makes an ES384 key pair and writes two files into DIR:

  ${PRIVATE_KEY_FILE}    the private key; stays with the facility, readable by its owner only
  ${PUBLIC_JWKS_FILE}   the public keys; goes to the operator of the gateway ('facility add --jwks')

Refuses to overwrite either file.

  --out DIR   folder for the files, made when it does not exist
  --json      print the names of the files and the key id`,

  async run(args, io) {
    const { values, positionals } = parseOptions(args, { out: { type: 'string' } });
    if (positionals[0] !== 'generate') throw new UsageError("expected 'keys generate'");
    refuseExtra(positionals, 1);
    const written = await writeKeyPair(resolve(io.cwd, required(values.out, '--out')));
    io.stdout.write(
      values.json
        ? `${JSON.stringify(written)}\n`
        : `private key  ${written.privateKey}\npublic keys  ${written.publicJwks}\nkid          ${written.kid}\n`,
    );
    return 0;
  },
};

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
