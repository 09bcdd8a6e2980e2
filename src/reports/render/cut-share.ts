/**
 * A share as files for people show it: cut to a tenth of a percent, never rounded up, for 99.96 % must not read as 100. What the
 * arithmetic of doubles leaves behind (0.29 x 1000) does not count.
 */
export function cutShare(share: number): number {
  return Math.trunc(Number((share * 1_000).toPrecision(12))) / 1_000;
}
