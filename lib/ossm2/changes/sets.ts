import { fieldRisk } from '../../changes/common';
import { pairItems } from '../../changes/items';
import type { ChangedObject, FieldChange, Judgement } from '../../changes/model';
import { valueAt } from '../../values';
import { type GraphPair, incoming, outgoing, peerOf, serviceOf } from './graph';

/** Judges a set of exports or of imports: which services are shared, and under which names. */
export function judgeSet(change: ChangedObject, field: FieldChange | undefined, graphs: GraphPair): Judgement {
  const peer = peerOf(change, graphs);
  const edge = change.kind === 'ExportedServiceSet' ? incoming : outgoing;
  return {
    risk: field === undefined ? 'traffic' : fieldRisk(change.kind, field),
    edges: peer === undefined ? [] : [edge(peer)],
    services: rulesOf(change, field?.path[2]).map(serviceOf),
  };
}

/**
 * The rules of a set, before and after.
 *
 * @param label the rule in the path of the field that changes; undefined for all rules
 */
function rulesOf({ kind, before, after }: ChangedObject, label: string | undefined): readonly unknown[] {
  const path = ['spec', kind === 'ExportedServiceSet' ? 'exportRules' : 'importRules'];
  const [old, now] = [before, after].map((object) => listAt(object, path));
  if (label === undefined || old === undefined || now === undefined) return [...(old ?? []), ...(now ?? [])];
  const pair = pairItems(old, now).find((each) => each.label === label);
  const at = (list: readonly unknown[], index: number | undefined) => (index === undefined ? [] : [list[index]]);
  return [...at(old, pair?.before), ...at(now, pair?.after)];
}

function listAt(object: unknown, path: readonly string[]): readonly unknown[] {
  const list = valueAt(object, path);
  return Array.isArray(list) ? list : [];
}
