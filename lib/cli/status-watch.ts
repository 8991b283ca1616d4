import { clusterAccess, SYSTEM_CLOCK } from '../workflows/cluster-access';
import { EXIT, report, reportStatusChanges } from '../workflows/report';
import type { StatusReading, StatusResult } from '../workflows/status';
import { watchStatus } from '../workflows/watch-status';
import type { Io } from './io';

/** Shows the status again and again, until Ctrl-C; the exit code is that of the last status. */
export async function showWatchedStatus(
  read: () => Promise<StatusReading>,
  io: Io,
  terminal?: NodeJS.WriteStream,
): Promise<number> {
  const { terminalBlock } = await clusterAccess();
  const stopped = new Promise<void>((resolve) => {
    // Not once: log-update ends the process by itself on a signal that has no other listener left.
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve());
  });
  const isLive = terminal !== undefined && io.stdout.isTTY === true;
  const view = isLive ? new LiveView(terminal, terminalBlock(terminal), io) : new PlainView(io);
  await watchStatus(read, { clock: SYSTEM_CLOCK, stopped, show: (result) => view.show(result) });
  return view.end();
}

/** Draws each status over the one before, and leaves the last one as a report. */
class LiveView {
  private last: StatusResult | undefined;

  constructor(
    private readonly terminal: NodeJS.WriteStream,
    private readonly block: { readonly draw: (text: string) => void; readonly clear: () => void },
    private readonly io: Io,
  ) {}

  show(result: StatusResult): void {
    this.last = result;
    const { columns, rows } = this.terminal;
    let text = '';
    const stream = { write: (part: string) => (text += part), isTTY: true, columns };
    report(result, 'text', { stdout: stream, stderr: stream });
    const lines = text.trimEnd().split('\n');
    const fitting = Math.max(rows - 2, 1);
    const rest = lines.length - fitting;
    // The summary is the last line.
    const shown = rest > 0 ? [...lines.slice(0, fitting - 2), `(${rest + 1} more lines)`, ...lines.slice(-1)] : lines;
    this.block.draw(shown.join('\n'));
  }

  end(): number {
    this.block.clear();
    return this.last === undefined ? EXIT.input : report(this.last, 'text', this.io);
  }
}

/** Writes the first status as a report, and then a line for each change. */
class PlainView {
  private last: StatusResult | undefined;
  private code: number = EXIT.input;

  constructor(private readonly io: Io) {}

  show(result: StatusResult): void {
    const before = this.last;
    this.code = before === undefined ? report(result, 'text', this.io) : reportStatusChanges(before, result, this.io);
    this.last = result;
  }

  end(): number {
    return this.code;
  }
}
