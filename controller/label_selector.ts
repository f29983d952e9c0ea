type Labels = Readonly<Record<string, string>>;

/**
 * Whether labels match a selector in its text form: `app=web,tier!=db,zone in (a,b),!old,new` (apimachinery, labels).
 * A requirement that is not understood counts as matched: the caller then waits in vain rather than not at all.
 */
export function matchesLabels(selector: string | undefined, labels: Labels = {}): boolean {
  if (selector === undefined) return true;
  return split(selector).every((requirement) => holds(requirement.trim(), labels));
}

/** Splits at commas outside of parentheses. */
function split(selector: string): string[] {
  return selector.split(/,(?![^(]*\))/).filter((one) => one.trim() !== "");
}

function holds(requirement: string, labels: Labels): boolean {
  const set = /^(\S+)\s+(in|notin)\s*\(([^)]*)\)$/.exec(requirement);
  if (set) {
    const [, key = "", operator, list = ""] = set;
    const value = valueOf(labels, key);
    const isIn = value !== undefined && list.split(",").some((one) => one.trim() === value);
    return operator === "in" ? isIn : !isIn;
  }
  const equality = /^([^\s=!]+)\s*(==|=|!=)\s*(\S*)$/.exec(requirement);
  if (equality) {
    const [, key = "", operator, wanted] = equality;
    const isEqual = valueOf(labels, key) === wanted;
    return operator === "!=" ? !isEqual : isEqual;
  }
  const existence = /^(!?)\s*([^\s=!()]+)$/.exec(requirement);
  if (!existence) return true;
  const [, negation, key = ""] = existence;
  return (valueOf(labels, key) !== undefined) !== (negation === "!");
}

function valueOf(labels: Labels, key: string): string | undefined {
  return Object.hasOwn(labels, key) ? labels[key] : undefined;
}
