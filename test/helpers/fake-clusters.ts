import type { Clock } from '../../lib/fetch/rounds';
import type { Answer, Failure, FailureKind } from '../../lib/kube/failure';
import { apiReader, type Connect } from '../../lib/kube/reader';
import { identified } from './fake-api';

/** Clusters that are none: what each answers to a path, and what was asked. */
export class FakeClusters {
  /** What was asked, each as `context /path`. */
  readonly asked: string[] = [];
  /** The largest number of clusters, and of requests to one cluster, that were under way at one time. */
  readonly most = { clusters: 0, requests: 0 };
  /** How many readers were not closed. */
  open = 0;
  private readonly busy = new Map<string, number>();

  /**
   * @param answer what a context answers to a path, given how often it was asked before
   */
  constructor(readonly answer: (context: string, path: string, before: number) => Answer<unknown>) {}

  readonly connect: Connect = (context) => {
    this.open += 1;
    return apiReader(
      (path) => this.ask(context, path),
      () => {
        this.open -= 1;
      },
    );
  };

  private async ask(context: string, path: string): Promise<Answer<unknown>> {
    const before = this.asked.filter((each) => each === `${context} ${path}`).length;
    this.asked.push(`${context} ${path}`);
    this.busy.set(context, (this.busy.get(context) ?? 0) + 1);
    this.most.requests = Math.max(this.most.requests, this.busy.get(context) ?? 0);
    this.most.clusters = Math.max(this.most.clusters, [...this.busy.values()].filter((count) => count > 0).length);
    await new Promise(setImmediate);
    this.busy.set(context, (this.busy.get(context) ?? 0) - 1);
    const answer = this.answer(context, path, before);
    return 'value' in answer ? { value: identified(answer.value, path) } : answer;
  }
}

/** A failure with a text that can be told from all others. */
export function failure(
  kind: FailureKind,
  detail = `DETAIL OF ${kind}`,
  more: Pick<Failure, 'retryAfter'> = {},
): { readonly failure: Failure } {
  return { failure: { kind, detail, ...more } };
}

/** A clock that stands still but while somebody sleeps, and the pauses so far. */
export class FakeClock implements Clock {
  readonly pauses: number[] = [];
  private time = 0;
  readonly now = () => this.time;
  readonly sleep = async (milliseconds: number) => {
    this.pauses.push(milliseconds);
    this.time += milliseconds;
  };
}
