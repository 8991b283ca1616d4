import type { Fleet } from '../observed/model';
import { findCaller, type UnknownCaller } from './caller';
import { FindingsByObject } from './findings';
import { finish } from './finish';
import { resolvedHost } from './hosts';
import { onlyPort } from './local';
import type { Branch, Trace } from './model';
import { wayOf } from './way';

/** What is asked: who calls what. */
export interface TraceQuestion {
  /** The caller, as `CLUSTER/NAMESPACE/WORKLOAD`. */
  readonly caller: string;
  /** The host, as the caller would write it, with or without a port. */
  readonly target: string;
}

/** Why a question has no answer. */
export interface InvalidQuestion extends UnknownCaller {
  /** Whether the caller or the target is invalid. */
  readonly part: 'caller' | 'target';
}

/**
 * Traces calls in a fleet, which is linted once for all of them.
 *
 * @param ignoredRules the lint rules that the user ignores, so that their findings do not end a way
 */
export function tracer(
  fleet: Fleet,
  ignoredRules: readonly string[] = [],
): (question: TraceQuestion) => Trace | InvalidQuestion {
  const findings = new FindingsByObject(fleet, new Set(ignoredRules));
  return (question) => trace(fleet, findings, question);
}

/** Finds the way of a call through the meshes of a fleet. */
function trace(fleet: Fleet, findings: FindingsByObject, question: TraceQuestion): Trace | InvalidQuestion {
  const target = parseTarget(question.target);
  if (target === undefined) {
    const message = `invalid host "${question.target}"`;
    return { part: 'target', message, fix: 'write HOST or HOST:PORT, such as details.shop.svc.cluster.local:9080' };
  }
  const found = findCaller(fleet, question.caller);
  if ('message' in found) return { part: 'caller', ...found };
  const { caller, mesh } = found;
  const host = resolvedHost(target.host, caller.namespace, new Set(mesh.hosts));
  const ports = mesh.endpointsOf(host).flatMap((group) => group.ports ?? []);
  const port = target.port ?? onlyPort([...new Set(ports)]);
  const way = finish({ kind: 'call', text: 'call', ...wayOf(mesh, caller, host, port) }, findings);
  const ends = endsOf(way);
  return {
    caller: `${caller.cluster}/${caller.namespace}/${caller.name}`,
    host,
    ...(port !== undefined && { port }),
    way,
    arriving: ends.filter((arrives) => arrives).length,
    ends: ends.length,
  };
}

/** A host with a port; undefined for another text. */
function parseTarget(text: string): { readonly host: string; readonly port?: number } | undefined {
  const [, host, digits] = /^([a-zA-Z0-9](?:[a-zA-Z0-9._-]*[a-zA-Z0-9])?\.?)(?::(\d{1,5}))?$/.exec(text) ?? [];
  if (host === undefined || host.length > 253) return undefined;
  if (digits === undefined) return { host };
  const port = Number(digits);
  return port >= 1 && port <= 65535 ? { host, port } : undefined;
}

/** Whether each end of a way arrives. */
function endsOf({ end, branches }: Branch): readonly boolean[] {
  return end === undefined ? branches.flatMap(endsOf) : [end.arrives];
}
