/** Prints the metrics of the process; run without any permission. */
import { createMetrics } from "../../operator/mod.ts";

console.log(await createMetrics().text());
