import { importJWK, type JWK } from 'jose';
import type { Issue, Result, RuleCatalogue } from '../types/issue.ts';
import { toPublicKey } from './keys.ts';
import { type SigningAlgorithm, signingAlgorithmOf } from './signing-algorithm.ts';

const MAX_KEYS = 20;
const MAX_KID_LENGTH = 255;
const MIN_RSA_BITS = 2048;
const MIN_RSA_EXPONENT = 65_537n;

/** JWK members that hold private or symmetric material. @source https://www.rfc-editor.org/rfc/rfc7518#section-6 */
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

/**
 * Checks the public JWKS of a facility before it is registered: ES384 (P-384) and RS384 (RSA of 2048 bits or more)
 * signing keys, each with a kid of its own. Refuses with all issues found: LT-A040 (no JWKS), LT-A041 (private
 * members), LT-A042 (other keys), LT-A043 (weak RSA), LT-A044 (kid), LT-A045 (no valid key).
 * @source https://hl7.org/fhir/smart-app-launch/client-confidential-asymmetric.html
 */
export async function parsePublicJwks(jwks: unknown, rules: RuleCatalogue): Promise<Result<readonly JWK[]>> {
  const keys = isObject(jwks) ? jwks['keys'] : undefined;
  if (!Array.isArray(keys) || keys.length === 0 || keys.length > MAX_KEYS || !keys.every(isObject)) {
    return refuseAll([rules.issue('LT-A040', { with: { limit: MAX_KEYS } })]);
  }
  const kids = keys.map((key) => key['kid']);
  const issues = await Promise.all(keys.map((key, index) => checkKey(key, index + 1, kids, rules)));
  const found = issues.flat();
  return found.length > 0 ? refuseAll(found) : { ok: true, value: keys.map((key) => toPublicKey(key as JWK)) };
}

type JsonObject = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refuseAll(issues: readonly Issue[]): Result<never> {
  return { ok: false, refusal: { status: issues[0]?.rule.status ?? 422, issues } };
}

async function checkKey(
  key: JsonObject,
  position: number,
  kids: readonly unknown[],
  rules: RuleCatalogue,
): Promise<readonly Issue[]> {
  const { kid } = key;
  const broken = (rule: string): Issue => rules.issue(rule, { with: { position } });
  const member = PRIVATE_MEMBERS.find((name) => Object.hasOwn(key, name));
  if (member !== undefined) return [rules.issue('LT-A041', { with: { position, member } })];
  const isKidGood = typeof kid === 'string' && kid.length > 0 && kid.length <= MAX_KID_LENGTH;
  const kidIssues = isKidGood && kids.indexOf(kid) === kids.lastIndexOf(kid) ? [] : [broken('LT-A044')];
  const algorithm = signingAlgorithmOf(key as JWK);
  if (algorithm === undefined || !isForSigning(key, algorithm)) return [...kidIssues, broken('LT-A042')];
  if (!(await isImportable(key, algorithm))) return [...kidIssues, broken('LT-A045')];
  return algorithm === 'RS384' && isWeakRsa(key) ? [...kidIssues, broken('LT-A043')] : kidIssues;
}

function isForSigning({ alg, use, key_ops: operations }: JsonObject, algorithm: SigningAlgorithm): boolean {
  const isForVerify = operations === undefined || (Array.isArray(operations) && operations.includes('verify'));
  return (alg === undefined || alg === algorithm) && (use === undefined || use === 'sig') && isForVerify;
}

/** Refuses, among others, a point that is not on the curve. */
async function isImportable(key: JsonObject, algorithm: SigningAlgorithm): Promise<boolean> {
  try {
    await importJWK(toPublicKey(key as JWK), algorithm);
    return true;
  } catch {
    return false;
  }
}

function isWeakRsa({ n, e }: JsonObject): boolean {
  return toInteger(n) < 1n << BigInt(MIN_RSA_BITS - 1) || toInteger(e) < MIN_RSA_EXPONENT;
}

function toInteger(member: unknown): bigint {
  return BigInt(`0x0${Buffer.from(String(member), 'base64url').toString('hex')}`);
}
