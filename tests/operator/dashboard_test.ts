import { assert, assertEquals } from "@std/assert";
import { load } from "js-yaml";
import { root } from "../../tools/process.ts";
import { type MetricFamily, parseMetrics, runBusyOperator } from "./busy_operator.ts";

interface Panel {
  readonly type: string;
  readonly title: string;
  readonly datasource?: { readonly uid: string };
  readonly gridPos: {
    readonly x: number;
    readonly y: number;
    readonly w: number;
    readonly h: number;
  };
  readonly targets?: readonly { readonly expr: string; readonly legendFormat: string }[];
}

interface Dashboard {
  readonly uid: string;
  readonly panels: readonly Panel[];
  readonly templating: {
    readonly list: readonly {
      readonly name: string;
      readonly type: string;
      readonly query: unknown;
      readonly definition?: string;
    }[];
  };
}

interface Rules {
  readonly groups: readonly {
    readonly rules: readonly {
      readonly alert: string;
      readonly expr: string;
      readonly for: string;
      readonly annotations: Readonly<Record<string, string>>;
    }[];
  }[];
}

const dashboard: Dashboard = JSON.parse(
  await Deno.readTextFile(`${root}docs/grafana/operatorkit.json`),
);
const rules = load(await Deno.readTextFile(`${root}docs/grafana/alerts.yaml`)) as Rules;

/** Labels that Prometheus itself puts on each series. */
const ofTarget = new Set(["job", "instance"]);

/** Words of PromQL that are no metrics. */
const words = new Set(
  "sum min max count by and on rate increase deriv min_over_time time histogram_quantile label_values"
    .split(" "),
);

/** Families that the dashboard leaves out, with the reason. */
const leftOut: Readonly<Record<string, string>> = {};

/** What is wrong with an expression, given the metrics that there are. */
function check(expression: string, families: ReadonlyMap<string, MetricFamily>): string[] {
  const problems: string[] = [];
  const labels = new Set(ofTarget);
  const lookUp = (name: string) => {
    const family = families.get(name);
    if (family && family.type !== "histogram") return family;
    const base = families.get(name.replace(/_(?:bucket|sum|count)$/, ""));
    return base?.type === "histogram" ? base : undefined;
  };
  const bare = expression.replace(/\$__\w+|\$\w+/g, "1").replace(/\[[^\]]*\]/g, "")
    .replace(/([a-z_]+)\{([^}]*)\}/g, (_all, name: string, selector: string) => {
      const family = lookUp(name);
      const own = [...selector.matchAll(/([a-z_]+)\s*(?:=~|!~|!=|=)\s*"[^"]*"/g)].map((one) =>
        one[1] ?? ""
      );
      for (const label of own) {
        if (!family?.labels.has(label) && !ofTarget.has(label)) {
          problems.push(`${name} has no label ${label}`);
        }
      }
      return ` ${name} `;
    });
  const grouped: string[] = [];
  const rest = bare.replace(/\b(?:by|on)\s*\(([^)]*)\)/g, (_all, list: string) => {
    grouped.push(...list.split(",").map((label) => label.trim()));
    return "";
  });
  for (const [name] of rest.matchAll(/[a-z_]\w*/gi)) {
    if (words.has(name)) continue;
    const family = lookUp(name);
    if (!family) problems.push(`there is no metric ${name}`);
    for (const label of family?.labels ?? []) labels.add(label);
  }
  for (const label of grouped) {
    if (!labels.has(label)) problems.push(`no metric of it has the label ${label}`);
  }
  if ((expression.match(/\(/g) ?? []).length !== (expression.match(/\)/g) ?? []).length) {
    problems.push("a parenthesis is left open");
  }
  return problems;
}

/** Families that an expression uses. */
function uses(expression: string, name: string): boolean {
  return new RegExp(`\\b${name}(?:_bucket|_sum|_count)?\\b`).test(expression);
}

const targets = dashboard.panels.flatMap(({ title, targets = [] }) =>
  targets.map((target) => ({ title, ...target }))
);

Deno.test("the dashboard and the alerts use only metrics and labels that a running operator has", async () => {
  await using busy = await runBusyOperator();
  const families = parseMetrics(busy.text);
  assert(targets.length > 40);
  const expressions = [
    ...targets.map(({ title, expr }) => [title, expr] as const),
    ...rules.groups.flatMap(({ rules }) => rules.map(({ alert, expr }) => [alert, expr] as const)),
    ...dashboard.templating.list.filter(({ type }) => type === "query").map(
      ({ name, definition = "" }) =>
        [name, definition.replace(/label_values\((.*), (\w+)\)/, "sum by ($2) ($1)")] as const,
    ),
  ];
  assertEquals(
    expressions.flatMap(([title, expression]) =>
      check(expression, families).map((problem) => `${title}: ${problem}: ${expression}`)
    ),
    [],
  );
  const seen = ["made_up", 'workqueue_depth{nome="a"}', "sum by (kind) (workqueue_depth)"];
  assertEquals(seen.map((expression) => check(expression, families).length), [1, 1, 1]);
  for (const name of families.keys()) {
    const isThere = targets.some(({ expr }) => uses(expr, name));
    assert(
      isThere || leftOut[name],
      `${name} is neither on the dashboard nor left out for a reason`,
    );
    assert(!(isThere && leftOut[name]), `${name} is on the dashboard after all`);
  }
});

Deno.test("the dashboard's legends name labels that its expressions keep", () => {
  for (const { title, expr, legendFormat } of targets) {
    const kept = new Set([...ofTarget, ...expr.match(/by \(([^)]*)\)/)?.[1]?.split(", ") ?? []]);
    if (!expr.includes("by (")) kept.add("name");
    for (const [, label = ""] of legendFormat.matchAll(/{{(\w+)}}/g)) {
      assert(kept.has(label), `${title}: the legend has ${label}, but ${expr} does not`);
    }
  }
});

Deno.test("the dashboard can be provisioned: rows in order, a variable for the data source, panels side by side", () => {
  const { panels, templating } = dashboard;
  assertEquals(
    panels.filter(({ type }) => type === "row").map(({ title }) => title),
    ["Reconciles", "Queue", "Local copies", "Client", "Leader", "Process"],
  );
  assertEquals(templating.list.map(({ name }) => name), ["datasource", "job", "controller"]);
  assertEquals(Object.hasOwn(dashboard, "__inputs"), false);
  for (const [index, { type, title, datasource, gridPos }] of panels.entries()) {
    if (type !== "row") assertEquals(datasource?.uid, "${datasource}", title);
    const { x, y, w, h } = gridPos;
    assert(x + w <= 24, title);
    for (const { title: other, gridPos: at } of panels.slice(index + 1)) {
      const apart = x + w <= at.x || at.x + at.w <= x || y + h <= at.y || at.y + at.h <= y;
      assert(apart, `${title} lies over ${other}`);
    }
  }
});

Deno.test("the alerts say when they fire and what to do", () => {
  const all = rules.groups.flatMap(({ rules }) => rules);
  assertEquals(all.map(({ alert }) => alert), [
    "OperatorLocalCopySilent",
    "OperatorLocalCopyIncomplete",
    "OperatorReconcileStuck",
    "OperatorHotLoop",
    "OperatorHasNoLeader",
    "OperatorQueueGrows",
    "OperatorReconcilesFail",
  ]);
  for (const { alert, annotations, for: after } of all) {
    assert(annotations.summary && annotations.description && /^\d+m$/.test(after), alert);
  }
});
