import type { TerminalBlock } from '../fetch/progress';
import { printable } from '../issues/printable';
import { redact } from '../issues/redact';

/** Is called while clusters are written. */
export interface DeliveryProgress {
  /** What is going on at a cluster, or has ended there. */
  report(cluster: string, text: string): void;
  /** Nothing else is called afterwards. */
  end(): void;
}

/** Reports nothing. */
export const SILENT_DELIVERY: DeliveryProgress = { report: () => undefined, end: () => undefined };

/** Writes a line for each news of a cluster, for logs. */
export function plainDelivery(write: (line: string) => unknown): DeliveryProgress {
  const last = new Map<string, string>();
  return {
    report: (cluster, text) => {
      if (last.get(cluster) === text) return;
      last.set(cluster, text);
      write(`${shown(cluster)}: ${shown(text)}\n`);
    },
    end: () => undefined,
  };
}

/** The number of clusters that a terminal shows. */
const MAX_ROWS = 20;

/** Draws a table with a row for each cluster, for terminals; of many clusters, those with the latest news. */
export function liveDelivery({ draw, clear }: TerminalBlock): DeliveryProgress {
  const rows = new Map<string, string>();
  return {
    report: (cluster, text) => {
      // Rows stay where they are while all fit.
      if (rows.size > MAX_ROWS) rows.delete(cluster);
      rows.set(cluster, text);
      const shownRows = [...rows].slice(-MAX_ROWS);
      const width = Math.max(...shownRows.map(([name]) => shown(name).length));
      const more = rows.size > MAX_ROWS ? [`and ${rows.size - MAX_ROWS} more clusters`] : [];
      draw([...shownRows.map(([name, news]) => `${shown(name).padEnd(width)}  ${shown(news)}`), ...more].join('\n'));
    },
    end: () => clear(),
  };
}

function shown(text: string): string {
  return printable(redact(text));
}
