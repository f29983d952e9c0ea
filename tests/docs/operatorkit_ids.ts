/** How many capabilities of each sort the Go library has; see the headings in docs/operatorkit.md. */
const counts: readonly (readonly [string, number])[] = [
  ["CT", 22],
  ["CX", 6],
  ["RS", 6],
  ["WR", 4],
  ["CL", 7],
  ["IN", 6],
  ["FG", 1],
  ["EN", 4],
  ["IT", 12],
  ["V7", 7],
  ["DP", 5],
  ["FL", 32],
];

/** The ids of all capabilities and flaws, in the order of the tables. */
export const ids: readonly string[] = counts.flatMap(([group, count]) =>
  Array.from({ length: count }, (_, index) => `${group}-${index + 1}`)
);

/** Rows that nothing proves yet. */
export const open: readonly string[] = [];
