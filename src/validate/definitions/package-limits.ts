import { PackageError } from './package-error.ts';

/** How much a package may hold. */
export interface PackageLimits {
  /** Bytes of all its files, unpacked. */
  readonly totalBytes: number;
  /** Bytes of one file. */
  readonly fileBytes: number;
  /** Files and folders. */
  readonly entries: number;
}

/** Room for the largest published packages (terminologies of some 200 MB), none for a bomb. */
export const PACKAGE_LIMITS: PackageLimits = {
  totalBytes: 512 * 1024 ** 2,
  fileBytes: 64 * 1024 ** 2,
  entries: 100_000,
};

/** Refuses (throws `PackageError`, LT-V232) an amount over its limit. */
export function expectWithin(limits: PackageLimits, limit: keyof PackageLimits, amount: number, path: string): void {
  if (amount > limits[limit]) {
    throw new PackageError({ rule: 'LT-V232', path, with: { limit: limits[limit], of: limit } });
  }
}
