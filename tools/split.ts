/** Whether a test file needs a real control plane. */
export function isEndToEnd(path: string): boolean {
  return /^tests\/(e2e|integration)\//.test(path) || path === "tests/conformance/real_test.ts" ||
    /_e2e(_test)?\.ts$/.test(path);
}
