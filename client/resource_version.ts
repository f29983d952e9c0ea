/** Digits without a leading zero: what KEP-5504 promises of built-in and custom resources. */
const comparable = /^[1-9][0-9]*$/;

/**
 * Which of two resource versions of the same resource is newer: negative when `a` is older than `b`, 0 when they are
 * equal, positive when `a` is newer. Undefined when they cannot be compared, as those of some extension API servers
 * (KEP-5504). Versions have no largest length, so they are compared as text and never as numbers.
 */
export function compareResourceVersions(a: string, b: string): number | undefined {
  if (!comparable.test(a) || !comparable.test(b)) return undefined;
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}
