/** A type of the language: the library tells values apart by their constructors. */
export interface Shape<T extends object> {
  /** What the library knows the type by. */
  readonly ctor: () => void;
  /** Makes a value. */
  readonly make: (values: T) => T;
}

/** Makes a type. */
export function createShape<T extends object>(): Shape<T> {
  function Instance() {}
  return {
    ctor: Instance,
    make: (values) => Object.assign(Object.create(Instance.prototype), values),
  };
}
