/** A program that takes long to stop: tells its steps, and ends well only if it is left the time. */
import { shutdownSignal } from "../../operator/mod.ts";

using first = shutdownSignal();
first.signal.addEventListener("abort", () => console.log("stopping"));
console.log("started");
await new Promise((resolve) => setTimeout(resolve, 60_000));
