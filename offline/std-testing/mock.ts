/** A stand-in for the parts of `@std/testing/mock` that this repository uses. */
import { AssertionError } from "@std/assert";

/** Thrown when something cannot be replaced or put back. */
export class MockError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "MockError";
  }
}

// deno-lint-ignore no-explicit-any -- as the real package has it
type Any = any;

/** One recorded call. */
export interface SpyCall<Self = Any, Args extends unknown[] = Any[], Return = Any> {
  /** What it was called with. */
  args: Args;
  /** What it returned. */
  returned?: Return;
  /** What it threw. */
  error?: Error;
  /** What it was called on. */
  self?: Self;
}

/** A function that records its calls. */
export interface Spy<Self = Any, Args extends unknown[] = Any[], Return = Any> {
  (this: Self, ...args: Args): Return;
  /** The function that is called. */
  original: (this: Self, ...args: Args) => Return;
  /** Every call so far. */
  calls: SpyCall<Self, Args, Return>[];
  /** Whether the original is back in its place. */
  restored: boolean;
  /** Puts the original back in its place. */
  restore(): void;
}

/** A method that is replaced, and records its calls. */
export interface Stub<Self = Any, Args extends unknown[] = Any[], Return = Any>
  extends Spy<Self, Args, Return>, Disposable {
  /** What is called instead. */
  fake: (this: Self, ...args: Args) => Return;
}

function record<Self, Args extends unknown[], Return>(
  called: (this: Self, ...args: Args) => Return,
  original: (this: Self, ...args: Args) => Return,
): Spy<Self, Args, Return> {
  const calls: SpyCall<Self, Args, Return>[] = [];
  function spied(this: Self, ...args: Args): Return {
    const call: SpyCall<Self, Args, Return> = { args };
    if (this) call.self = this;
    try {
      call.returned = called.apply(this, args);
    } catch (error) {
      call.error = error as Error;
      calls.push(call);
      throw error;
    }
    calls.push(call);
    return call.returned;
  }
  return Object.assign(spied, {
    original,
    calls,
    restored: false,
    restore(): void {
      throw new MockError("Function cannot be restored");
    },
  });
}

/** A function that does nothing, or what `func` does, and records its calls. */
export function spy<Self = Any, Args extends unknown[] = Any[], Return = undefined>(): Spy<
  Self,
  Args,
  Return
>;
export function spy<Self, Args extends unknown[], Return>(
  func: (this: Self, ...args: Args) => Return,
): Spy<Self, Args, Return>;
export function spy(func: (this: Any, ...args: Any[]) => Any = () => {}): Spy {
  return record(func, func);
}

/** Replaces a method until it is disposed of, and records its calls. */
export function stub<Self, Prop extends keyof Self>(
  self: Self,
  property: Prop,
  func: (
    this: Self,
    ...args: Self[Prop] extends (...args: infer Args) => unknown ? Args : unknown[]
  ) => Self[Prop] extends (...args: Any[]) => infer Return ? Return : unknown,
): Stub<Self, Any[], Any> {
  const original = self[property];
  if (typeof original !== "function") throw new MockError("Property is not an instance method");
  const fake = func as (this: Self, ...args: Any[]) => Any;
  const own = Object.getOwnPropertyDescriptor(self, property);
  const spied = record<Self, Any[], Any>(fake, original as Any);
  const restore = () => {
    if (stubbed.restored) throw new MockError("Instance method already restored");
    if (own) Object.defineProperty(self, property, own);
    else delete self[property];
    stubbed.restored = true;
  };
  const stubbed: Stub<Self, Any[], Any> = Object.assign(spied, {
    fake,
    restore,
    [Symbol.dispose]: () => {
      if (!stubbed.restored) restore();
    },
  });
  Object.defineProperty(self, property, { configurable: true, writable: true, value: stubbed });
  return stubbed;
}

/** Fails unless the spy was called so many times. */
export function assertSpyCalls<Self, Args extends unknown[], Return>(
  spy: Pick<Spy<Self, Args, Return>, "calls">,
  expectedCalls: number,
): void {
  const { length } = spy.calls;
  if (length === expectedCalls) return;
  const what = length < expectedCalls ? "not called as much as" : "called more than";
  throw new AssertionError(`Spy ${what} expected: ${length} instead of ${expectedCalls}`);
}
