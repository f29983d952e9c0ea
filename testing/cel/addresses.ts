import type { Environment } from "@marcbachmann/cel-js";
import { createShape } from "./shape.ts";

interface Bits {
  readonly family: 4 | 6;
  readonly value: bigint;
}

interface Ip {
  readonly bits: Bits;
  readonly text: string;
}

interface Cidr {
  readonly ip: Ip;
  readonly prefix: bigint;
}

function ofFour(text: string): bigint | undefined {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((one) => /^(0|[1-9]\d{0,2})$/.test(one))) return undefined;
  if (parts.some((one) => Number(one) > 255)) return undefined;
  return parts.reduce((sum, one) => sum * 256n + BigInt(one), 0n);
}

function ofSix(text: string): bigint | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const groups = halves.map((half) => half === "" ? [] : half.split(":"));
  if (!groups.flat().every((one) => /^[0-9a-fA-F]{1,4}$/.test(one))) return undefined;
  const [head = [], tail] = groups;
  const gap = 8 - head.length - (tail?.length ?? 0);
  if (tail ? gap < 1 : gap !== 0) return undefined;
  return [...head, ...Array<string>(tail ? gap : 0).fill("0"), ...tail ?? []]
    .reduce((sum, one) => (sum << 16n) + BigInt(`0x${one}`), 0n);
}

// IPv4 addresses in the form of IPv6, and zones, are refused by the server as well.
function parse(text: string): Bits | undefined {
  const four = ofFour(text);
  if (four !== undefined) return { family: 4, value: four };
  const six = text.includes(":") ? ofSix(text) : undefined;
  return six === undefined ? undefined : { family: 6, value: six };
}

function width(family: 4 | 6): bigint {
  return family === 4 ? 32n : 128n;
}

function mask(bits: Bits, prefix: bigint): bigint {
  const rest = width(bits.family) - prefix;
  return (bits.value >> rest) << rest;
}

function within(bits: Bits, family: 4 | 6, value: bigint, prefix: bigint): boolean {
  return bits.family === family && mask(bits, prefix) === value;
}

/** The functions on addresses and networks (apiserver/pkg/cel/library/ip.go, cidr.go). */
export function registerAddresses(env: Environment): void {
  const ips = createShape<Ip>();
  const cidrs = createShape<Cidr>();
  const ip = (text: string) => {
    const bits = parse(text);
    if (!bits) {
      throw new Error(
        `IP Address ${JSON.stringify(text)} parse error during conversion from string`,
      );
    }
    return ips.make({ bits, text });
  };
  const network = (text: string): Cidr | undefined => {
    const [, address = "", prefix = ""] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? [];
    const bits = parse(address);
    if (!bits || BigInt(prefix) > width(bits.family)) return undefined;
    return cidrs.make({ ip: ips.make({ bits, text: address }), prefix: BigInt(prefix) });
  };
  const cidr = (text: string) => {
    const found = network(text);
    if (!found) {
      throw new Error(`network address parse error during conversion from string: ${text}`);
    }
    return found;
  };
  const contains = (outer: Cidr, inner: Ip) =>
    within(inner.bits, outer.ip.bits.family, mask(outer.ip.bits, outer.prefix), outer.prefix);
  const holds = (outer: Cidr, inner: Cidr) =>
    inner.prefix >= outer.prefix && contains(outer, inner.ip);
  const loopback = ({ bits }: Ip) =>
    bits.family === 4 ? bits.value >> 24n === 127n : bits.value === 1n;
  env.registerType("Ip", ips.ctor).registerType("Cidr", cidrs.ctor)
    .registerFunction("ip(string): Ip", ip)
    .registerFunction("isIP(string): bool", (text: string) => parse(text) !== undefined)
    .registerFunction("string(Ip): string", (one: Ip) => one.text)
    .registerOperator(
      "Ip == Ip",
      (a: Ip, b: Ip) => a.bits.family === b.bits.family && a.bits.value === b.bits.value,
    )
    .registerFunction("Ip.family(): int", (one: Ip) => BigInt(one.bits.family))
    .registerFunction("Ip.isUnspecified(): bool", (one: Ip) => one.bits.value === 0n)
    .registerFunction("Ip.isLoopback(): bool", loopback)
    .registerFunction("cidr(string): Cidr", cidr)
    .registerFunction("isCIDR(string): bool", (text: string) => network(text) !== undefined)
    .registerFunction("Cidr.containsIP(string): bool", (one: Cidr, text: string) => {
      return contains(one, ip(text));
    })
    .registerFunction("Cidr.containsIP(Ip): bool", contains)
    .registerFunction("Cidr.containsCIDR(string): bool", (one: Cidr, text: string) => {
      return holds(one, cidr(text));
    })
    .registerFunction("Cidr.containsCIDR(Cidr): bool", holds)
    .registerFunction("Cidr.ip(): Ip", (one: Cidr) => one.ip)
    .registerFunction("Cidr.prefixLength(): int", (one: Cidr) => one.prefix);
}
