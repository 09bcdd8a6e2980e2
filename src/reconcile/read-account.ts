import { type JsonLimits, parseStrictJson } from '../fhir/json/strict-json.ts';
import type { AccountLeaf, AccountNode } from './account.ts';
import type { TreeNode } from './day-tree.ts';
import { FAN_OUT } from './leaf-hash.ts';

/** Records that an answer may list. */
export const MAX_LEAVES = 1_000;

const LIMITS: JsonLimits = { maxDepth: 8, maxNodes: 10_000, maxNames: 32, maxStringLength: 1_024 };
const HASH = /^[0-9a-f]{64}$/;
const PREFIX = /^[0-9a-f]{0,63}$/;
const FACILITY = /^[0-9A-Za-z]{5,13}$/;
/** As receipts of deliveries: visible ASCII, so that it can stand in logs and pages. */
const RECEIPT = /^[\x21-\x7e]{1,256}$/;
const MAX_VERSION = 999_999_999;

type Members = Readonly<Record<string, unknown>>;

/**
 * Reads an answer of the protocol of docs/reconciliation.md; undefined when it is not one. Members that the protocol does not
 * have are passed over; whether the hashes add up is not looked at.
 */
export function readAccountNode(body: Buffer): AccountNode | undefined {
  const json = parseStrictJson(body, LIMITS);
  if (!json.ok) return undefined;
  const members = membersOf(json.value);
  const node = readNode(members);
  if (node === undefined) return undefined;
  const { leaves, children } = members;
  if (Array.isArray(leaves) && children === undefined && leaves.length <= MAX_LEAVES) {
    const read = readAll(leaves, readLeaf);
    return read === undefined ? undefined : { ...node, leaves: read };
  }
  if (Array.isArray(children) && leaves === undefined && children.length <= FAN_OUT) {
    const read = readAll(children, readNode);
    return read === undefined ? undefined : { ...node, children: read };
  }
  return undefined;
}

function readNode(value: unknown): TreeNode | undefined {
  const { prefix, count, root } = membersOf(value);
  const isGood = isText(prefix, PREFIX) && isNumber(count, 0) && isText(root, HASH);
  return isGood ? { prefix, count, root } : undefined;
}

function readLeaf(value: unknown): AccountLeaf | undefined {
  const { facility, path, version, sha256, receipt = null } = membersOf(value);
  const isGood = isText(facility, FACILITY) && isText(path, HASH) && isNumber(version, 1) && isText(sha256, HASH);
  if (!isGood || !(receipt === null || isText(receipt, RECEIPT))) return undefined;
  return { facility, path, version, sha256, receipt };
}

function readAll<T>(values: readonly unknown[], read: (value: unknown) => T | undefined): readonly T[] | undefined {
  const all = values.map(read).filter((each) => each !== undefined);
  return all.length === values.length ? all : undefined;
}

function isText(value: unknown, form: RegExp): value is string {
  return typeof value === 'string' && form.test(value);
}

function isNumber(value: unknown, least: number): value is number {
  return Number.isInteger(value) && (value as number) >= least && (value as number) <= MAX_VERSION;
}

function membersOf(value: unknown): Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : {};
}
