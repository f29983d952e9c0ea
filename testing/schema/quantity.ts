const form = /^([+-]?)(\d*)(?:\.(\d*))?(?:([numkMGTPE]|[KMGTPE]i)|([eE][+-]?\d+))?$/;
const decimal: Readonly<Record<string, number>> = {
  n: -9,
  u: -6,
  m: -3,
  "": 0,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};
const binary = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];
const nano = 1_000_000_000n;

interface Quantity {
  readonly negative: boolean;
  readonly nanos: bigint;
  readonly suffix: string;
  readonly exponential: boolean;
}

function parse(text: string): Quantity | undefined {
  const match = form.exec(text.trim());
  const [, sign = "", whole = "", fraction = "", suffix = "", exponent] = match ?? [];
  if (!match || (whole === "" && fraction === "")) return undefined;
  const scale = suffix.endsWith("i")
    ? 1024n ** BigInt(binary.indexOf(suffix)) * nano
    : 10n ** BigInt(9 + (exponent ? Number(exponent.slice(1)) : decimal[suffix] ?? 0));
  const digits = BigInt(`${whole}${fraction}`);
  const divisor = 10n ** BigInt(fraction.length);
  // What is smaller than a nano is rounded up.
  const nanos = (digits * scale + divisor - 1n) / divisor;
  return { negative: sign === "-" && nanos > 0n, nanos, suffix, exponential: !!exponent };
}

/** A quantity in billionths; undefined for what is no quantity. */
export function quantityNanos(text: string): bigint | undefined {
  const quantity = parse(text);
  return quantity && (quantity.negative ? -quantity.nanos : quantity.nanos);
}

/**
 * A quantity as the server writes it (apimachinery: resource.Quantity): no fraction, the largest suffix that leaves a
 * whole number. Undefined for what is no quantity.
 */
export function canonicalQuantity(text: string): string | undefined {
  const quantity = parse(text);
  if (!quantity) return undefined;
  const { negative, nanos, suffix, exponential } = quantity;
  if (nanos === 0n) return "0";
  const minus = negative ? "-" : "";
  if (suffix.endsWith("i") && nanos >= 1024n * nano && nanos % nano === 0n) {
    return minus + inBinary(nanos / nano);
  }
  return minus + inDecimal(nanos, exponential);
}

function inBinary(value: bigint): string {
  let rest = value;
  let power = 0;
  while (rest % 1024n === 0n && power < binary.length - 1) {
    rest /= 1024n;
    power++;
  }
  return `${rest}${binary[power]}`;
}

function inDecimal(value: bigint, exponential: boolean): string {
  let rest = value;
  let power = -9;
  while (rest % 1000n === 0n && power < 18) {
    rest /= 1000n;
    power += 3;
  }
  if (exponential) return power === 0 ? `${rest}` : `${rest}e${power}`;
  return `${rest}${Object.keys(decimal).find((key) => decimal[key] === power)}`;
}
