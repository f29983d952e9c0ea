/** One site, as a row. */
export interface Row {
  /** Its name. */
  readonly name: string;
  /** Its title. */
  readonly title: string;
  /** Desired state number. */
  readonly generation: number;
  /** Whether the config map with its pages is there. */
  readonly pages: boolean;
  /** Servers asked for in its Deployment; undefined without one. */
  readonly servers: number | undefined;
  /** Whether its Service is there. */
  readonly address: boolean;
  /** In a word. */
  readonly state: string;
}

/** One part of the demo. */
export interface Phase {
  /** What is being done. */
  readonly title: string;
  /** Milliseconds it took; undefined while it goes on. */
  readonly took: number | undefined;
}

/** All that is shown. */
export interface Picture {
  /** What the demo runs on. */
  readonly where: string;
  /** So far. */
  readonly phases: readonly Phase[];
  /** Sites that exist. */
  readonly rows: readonly Row[];
  /** A line of figures. */
  readonly figures: string;
}

const shown = 12;

/** The whole picture as lines of text. */
export function draw(picture: Picture): string[] {
  const { where, phases, rows, figures } = picture;
  const width = Math.max(4, ...rows.slice(0, shown).map(({ name }) => name.length));
  const title = Math.max(5, ...rows.slice(0, shown).map((row) => row.title.length));
  const line = (row: Row) =>
    `  ${row.name.padEnd(width)}  ${row.title.padEnd(title)}  ${
      String(row.generation).padStart(3)
    }  ` +
    `${tick(row.pages)}      ${
      (row.servers === undefined ? "·" : String(row.servers)).padEnd(7)
    }  ` +
    `${tick(row.address)}        ${row.state}`;
  const lines = [
    "",
    `  ${where}`,
    "",
    ...phases.map(({ title, took }, index) =>
      `  ${index + 1}  ${title.padEnd(34)} ${
        took === undefined ? "…" : `✓ ${(took / 1000).toFixed(2)} s`
      }`
    ),
    "",
    `  ${"SITE".padEnd(width)}  ${"TITLE".padEnd(title)}  GEN  PAGES  SERVERS  ADDRESS  STATE`,
    ...rows.slice(0, shown).map(line),
  ];
  if (rows.length > shown) lines.push(`  … and ${rows.length - shown} more`);
  if (rows.length === 0) lines.push("  (none)");
  return [...lines, "", `  ${figures}`, ""];
}

function tick(there: boolean): string {
  return there ? "✓" : "·";
}

/** Shows pictures: over and over in the same place on a terminal, else only the lines that are new. */
export function createScreen(
  terminal: boolean,
  write: (text: string) => void,
): { readonly show: (picture: Picture) => void; readonly end: () => void } {
  let height = 0;
  let last: readonly string[] = [];
  return {
    show(picture) {
      const lines = draw(picture);
      if (terminal) {
        const up = height > 0 ? `\x1b[${height}A` : "";
        write(up + lines.map((line) => `\x1b[2K${line}\n`).join("") + "\x1b[J");
        height = lines.length;
      } else {
        const known = new Set(last);
        const fresh = lines.filter((line) =>
          line.trim() !== "" && !known.has(line) && !line.endsWith("…")
        );
        if (fresh.length > 0) write(fresh.map((line) => `${line}\n`).join(""));
        last = lines;
      }
    },
    end: () => void (height = 0),
  };
}
