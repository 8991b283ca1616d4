/** What was measured of one tool on one input. */
export interface Row {
  readonly tool: string;
  readonly input: string;
  /** The Kubernetes objects in the output. */
  readonly objects: number;
  /** The wall time of each run. */
  readonly seconds: readonly number[];
  /** The peak memory of any run; undefined if the system does not report it. */
  readonly megabytes?: number;
}

/** A claim and whether it held. */
export interface Verdict {
  readonly claim: string;
  readonly figures: string;
  /** Undefined if it was not measured. */
  readonly ok: boolean | undefined;
}

/** What a section found out. */
export interface Findings {
  readonly rows: readonly Row[];
  /** Notes for readers about the measurement. */
  readonly notes: readonly string[];
  readonly verdicts: readonly Verdict[];
}

/** The shortest time of a row, its main figure: whatever else runs on the machine can only add to it. */
export function shortest({ seconds }: Row): number {
  return Math.min(...seconds);
}

/** The median time of a row. */
export function median({ seconds }: Row): number {
  const sorted = [...seconds].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return ((sorted[middle] ?? Number.NaN) + (sorted[sorted.length - 1 - middle] ?? Number.NaN)) / 2;
}

/** The row of a tool on an input. */
export function rowOf(rows: readonly Row[], tool: string, input: string): Row | undefined {
  return rows.find((row) => row.tool === tool && row.input === input);
}

/** The row of Helm's faster way to render an input in one process. */
export function fastestHelm(rows: readonly Row[], input: string): Row | undefined {
  const [fastest] = rows
    .filter((row) => row.input === input && row.tool.startsWith('helm template, one process ('))
    .sort((a, b) => shortest(a) - shortest(b));
  return fastest;
}

/** Rows as a Markdown table. */
export function tableOf(rows: readonly Row[]): string {
  const head = '| Tool | Input | Objects | Runs | Shortest, s | Median, s | s per 1,000 objects | Memory, MiB |';
  const line = '| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |';
  return [head, line, ...rows.map(lineOf)].join('\n');
}

/** A verdict as a line. */
export function verdictLine({ claim, figures, ok }: Verdict): string {
  if (ok === undefined) return `- not measured: ${claim}`;
  return `- ${ok ? 'ok' : 'MISSED'}: ${claim}: ${figures}`;
}

/** A number with commas between thousands. */
export function number(value: number): string {
  return value.toLocaleString('en-US');
}

/** Seconds as text, to the millisecond where they are few. */
export function inSeconds(seconds: number): string {
  return seconds.toFixed(seconds < 10 ? 3 : 1);
}

/** Bytes as text in MiB. */
export function inMebibytes(bytes: number): string {
  return `${(bytes / 1024 ** 2).toFixed(2)} MiB`;
}

function lineOf(row: Row): string {
  const { tool, input, objects, seconds, megabytes } = row;
  const cells = [
    tool,
    input,
    number(objects),
    seconds.length,
    inSeconds(shortest(row)),
    inSeconds(median(row)),
    objects === 0 ? '' : inSeconds((shortest(row) / objects) * 1000),
    megabytes === undefined ? 'not reported' : Math.round(megabytes),
  ];
  return `| ${cells.join(' | ')} |`;
}
