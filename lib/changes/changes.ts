import { groupBy } from '../values';
import { judgeCommon } from './common';
import {
  type ChangedObject,
  type ChangeWarning,
  type Edge,
  type FieldChange,
  type Judge,
  type JudgedChange,
  type Judgement,
  RISKS,
} from './model';

/**
 * What changes of objects mean. Each object is listed once for each risk that its fields have, the worst risk first.
 *
 * @param judges those of the generations; the first that knows an object judges it
 */
export function judgeChanges(changes: readonly ChangedObject[], judges: readonly Judge[]): readonly JudgedChange[] {
  const judged = changes.flatMap((change) => judgeObject(change, judges));
  return RISKS.flatMap((risk) => judged.filter((each) => each.risk === risk));
}

function judgeObject(change: ChangedObject, judges: readonly Judge[]): readonly JudgedChange[] {
  const judge = (field: FieldChange | undefined): Judgement => {
    for (const each of judges) {
      const judgement = each(change, field);
      if (judgement !== undefined) return judgement;
    }
    return judgeCommon(change, field);
  };
  if (change.action !== 'update') return [joined(change, [], [judge(undefined)])];
  const judged = change.fields.map((field) => ({ field, judgement: judge(field) }));
  return [...groupBy(judged, ({ judgement }) => judgement.risk).values()].map((same) =>
    joined(
      change,
      same.map(({ field }) => field),
      same.map(({ judgement }) => judgement),
    ),
  );
}

/** A change of an object with several judgements of the same risk. */
function joined(
  { before: _, after: __, ...change }: ChangedObject,
  fields: readonly FieldChange[],
  judgements: readonly Judgement[],
): JudgedChange {
  return {
    ...change,
    fields,
    risk: judgements[0]?.risk ?? 'cosmetic',
    edges: distinct(
      judgements.flatMap(({ edges = [] }) => edges),
      edgeText,
    ),
    services: distinct(
      judgements.flatMap(({ services = [] }) => services),
      (service) => service,
    ),
    warnings: distinct(
      judgements.flatMap(({ warnings = [] }) => warnings),
      ({ code, message }: ChangeWarning) => `${code} ${message}`,
    ),
  };
}

/** An edge as reports have it. */
export function edgeText({ mesh, peer }: Edge): string {
  return `${mesh} -> ${peer}`;
}

/** Each value once, sorted by its text. */
function distinct<T>(values: readonly T[], textOf: (value: T) => string): readonly T[] {
  const byText = new Map(values.map((value) => [textOf(value), value]));
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
}
