import type { Environment } from "@marcbachmann/cel-js";
import { quantityNanos } from "../schema/mod.ts";

const nano = 1_000_000_000n;

/** The functions on quantities (apiserver/pkg/cel/library/quantity.go). */
export function registerQuantities(env: Environment): void {
  class Quantity {
    readonly nanos: bigint;
    constructor(nanos: bigint) {
      this.nanos = nanos;
    }
  }
  const order = (a: Quantity, b: Quantity) => a.nanos < b.nanos ? -1n : a.nanos > b.nanos ? 1n : 0n;
  env.registerType("Quantity", Quantity)
    .registerFunction("quantity(string): Quantity", (text: string) => {
      const nanos = quantityNanos(text);
      if (nanos === undefined) {
        throw new Error(
          "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
        );
      }
      return new Quantity(nanos);
    })
    .registerFunction("isQuantity(string): bool", (text: string) => {
      return quantityNanos(text) !== undefined;
    })
    .registerOperator("Quantity == Quantity", (a: Quantity, b: Quantity) => a.nanos === b.nanos)
    .registerFunction("Quantity.compareTo(Quantity): int", order)
    .registerFunction("Quantity.isGreaterThan(Quantity): bool", (a, b) => order(a, b) > 0n)
    .registerFunction("Quantity.isLessThan(Quantity): bool", (a, b) => order(a, b) < 0n)
    .registerFunction("Quantity.sign(): int", (one: Quantity) => order(one, new Quantity(0n)))
    .registerFunction("Quantity.isInteger(): bool", (one: Quantity) => one.nanos % nano === 0n)
    .registerFunction("Quantity.asInteger(): int", (one: Quantity) => {
      if (one.nanos % nano !== 0n) throw new Error("cannot convert value to integer");
      return one.nanos / nano;
    })
    .registerFunction(
      "Quantity.asApproximateFloat(): double",
      (one: Quantity) => Number(one.nanos) / Number(nano),
    )
    .registerFunction(
      "Quantity.add(Quantity): Quantity",
      (a: Quantity, b: Quantity) => new Quantity(a.nanos + b.nanos),
    )
    .registerFunction(
      "Quantity.add(int): Quantity",
      (a: Quantity, b: bigint) => new Quantity(a.nanos + b * nano),
    )
    .registerFunction(
      "Quantity.sub(Quantity): Quantity",
      (a: Quantity, b: Quantity) => new Quantity(a.nanos - b.nanos),
    )
    .registerFunction(
      "Quantity.sub(int): Quantity",
      (a: Quantity, b: bigint) => new Quantity(a.nanos - b * nano),
    );
}
