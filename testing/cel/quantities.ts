import type { Environment } from "@marcbachmann/cel-js";
import { quantityNanos } from "../schema/mod.ts";
import { createShape } from "./shape.ts";

const nano = 1_000_000_000n;

interface Quantity {
  readonly nanos: bigint;
}

/** The functions on quantities (apiserver/pkg/cel/library/quantity.go). */
export function registerQuantities(env: Environment): void {
  const shape = createShape<Quantity>();
  const of = (nanos: bigint) => shape.make({ nanos });
  const order = (a: Quantity, b: Quantity) => a.nanos < b.nanos ? -1n : a.nanos > b.nanos ? 1n : 0n;
  env.registerType("Quantity", shape.ctor)
    .registerFunction("quantity(string): Quantity", (text: string) => {
      const nanos = quantityNanos(text);
      if (nanos === undefined) {
        throw new Error(
          "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
        );
      }
      return of(nanos);
    })
    .registerFunction("isQuantity(string): bool", (text: string) => {
      return quantityNanos(text) !== undefined;
    })
    .registerOperator("Quantity == Quantity", (a: Quantity, b: Quantity) => a.nanos === b.nanos)
    .registerFunction("Quantity.compareTo(Quantity): int", order)
    .registerFunction("Quantity.isGreaterThan(Quantity): bool", (a, b) => order(a, b) > 0n)
    .registerFunction("Quantity.isLessThan(Quantity): bool", (a, b) => order(a, b) < 0n)
    .registerFunction("Quantity.sign(): int", (one: Quantity) => order(one, of(0n)))
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
      (a: Quantity, b: Quantity) => of(a.nanos + b.nanos),
    )
    .registerFunction(
      "Quantity.add(int): Quantity",
      (a: Quantity, b: bigint) => of(a.nanos + b * nano),
    )
    .registerFunction(
      "Quantity.sub(Quantity): Quantity",
      (a: Quantity, b: Quantity) => of(a.nanos - b.nanos),
    )
    .registerFunction(
      "Quantity.sub(int): Quantity",
      (a: Quantity, b: bigint) => of(a.nanos - b * nano),
    );
}
