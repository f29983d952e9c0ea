import { type Clock, deadline } from "../../_internal/mod.ts";
import { isRecord } from "../values.ts";
import { isGranted } from "./permissions.ts";

/** Where `kubectl proxy` listens unless told otherwise. */
export const KUBECTL_PROXY = "http://localhost:8001";

/** Milliseconds that the proxy gets to answer, which asks the API server in its turn. */
const PROBE_TIMEOUT = 2_000;

/** Whether a `kubectl proxy` answers on this machine; if not, why. */
export async function probeKubectlProxy(
  clock: Clock,
): Promise<
  { readonly found: boolean; readonly reason: string; readonly flags: readonly string[] }
> {
  const address = "localhost:8001";
  if (!isGranted({ name: "net", host: address })) {
    const reason = `${address} may not be connected to`;
    return { found: false, reason, flags: [`--allow-net=${address}`] };
  }
  using limit = deadline(clock, PROBE_TIMEOUT);
  const miss = (reason: string) => ({ found: false, reason, flags: [] });
  try {
    const response = await fetch(`${KUBECTL_PROXY}/version`, {
      redirect: "manual",
      signal: limit.signal,
      headers: { accept: "application/json" },
    });
    const text = await response.text();
    if (!response.ok) return miss(`what answers on ${address} says ${response.status}`);
    const version: unknown = JSON.parse(text);
    if (!isRecord(version) || typeof version.gitVersion !== "string") {
      return miss(`what answers on ${address} is no API server`);
    }
    return { found: true, reason: "", flags: [] };
  } catch (error) {
    if (limit.signal.aborted) return miss(`${address} does not answer within ${PROBE_TIMEOUT} ms`);
    return miss(
      error instanceof SyntaxError
        ? `what answers on ${address} is no API server`
        : `nothing answers on ${address}`,
    );
  }
}
