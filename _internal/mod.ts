export * from "./backoff.ts";
export * from "./json.ts";
export * from "./random.ts";
export * from "./runtime.ts";
export * from "./time.ts";
