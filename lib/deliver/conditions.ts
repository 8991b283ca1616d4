import { inParallel } from '../fetch/rounds';
import type { Condition } from '../generation';
import type { WriteAnswer, WriteFailure } from '../kube/sending';
import { type ClusterWriter, groupOf, type ObjectRef } from '../kube/writer';
import { type Fields, isFields, valueAt } from '../values';
import { type DeliveryObject, objectText, resourceOf } from './model';

/** Something that is not true of a cluster yet. */
export interface Unmet {
  /** What is not true, such as `ServiceMeshControlPlane west/west is not Ready`. */
  readonly text: string;
}

/** Reads what conditions are about. */
type ConditionReader = Pick<ClusterWriter, 'find' | 'serves'>;

/** Finds out whether one thing is true; undefined if it is. */
type Check = () => Promise<WriteAnswer<Unmet | undefined>>;

/** The number of checks at a time. */
const MAX_CHECKS = 4;

/** What is not true yet of the conditions of a stage, given its objects. */
export async function unmetConditions(
  client: ConditionReader,
  conditions: readonly Condition[],
  objects: readonly DeliveryObject[],
): Promise<WriteAnswer<readonly Unmet[]>> {
  const checks = conditions.flatMap((condition) => checksOf(client, condition, objects));
  const unmet = new Map<Check, Unmet>();
  let failure: WriteFailure | undefined;
  await inParallel(checks, MAX_CHECKS, async (check) => {
    if (failure !== undefined) return;
    const answer = await check();
    if ('failure' in answer) failure ??= answer.failure;
    else if (answer.value !== undefined) unmet.set(check, answer.value);
  });
  // In the order of the conditions, whichever is answered first.
  return failure === undefined ? { value: checks.flatMap((check) => unmet.get(check) ?? []) } : { failure };
}

function checksOf(client: ConditionReader, condition: Condition, objects: readonly DeliveryObject[]): readonly Check[] {
  switch (condition.type) {
    case 'established':
      return condition.crds.map((crd) => () => unservedOf(client, crd));
    case 'condition':
      return objects
        .filter(({ ref }) => `${resourceOf(ref)}.${groupOf(ref.apiVersion)}` === condition.resource)
        .map(
          ({ ref }) =>
            () =>
              untrueOf(client, condition.condition, ref),
        );
    case 'filled':
      // Values are fetched between the stages.
      return [];
  }
}

async function unservedOf(client: ConditionReader, crd: string): ReturnType<Check> {
  const answer = await client.serves(crd);
  if ('failure' in answer) return answer;
  return { value: answer.value ? undefined : { text: `CRD ${crd} is not established` } };
}

async function untrueOf(client: ConditionReader, condition: string, ref: ObjectRef): ReturnType<Check> {
  const answer = await client.find(ref);
  if ('failure' in answer) return answer;
  const text = untrueText(ref, condition, answer.value);
  return { value: text === undefined ? undefined : { text } };
}

/** The reasons of conditions are words, such as `ComponentsNotReady`. */
const REASON = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;

/** Why a condition of an object is not true; undefined if it is, for the generation that was applied. */
function untrueText(ref: ObjectRef, type: string, object: Fields | undefined): string | undefined {
  if (object === undefined) return `${objectText(ref)} does not exist`;
  const [generation, observed] = [
    valueAt(object, ['metadata', 'generation']),
    valueAt(object, ['status', 'observedGeneration']),
  ];
  const isOld = typeof generation === 'number' && typeof observed === 'number' && observed < generation;
  const conditions = valueAt(object, ['status', 'conditions']);
  const found = (Array.isArray(conditions) ? conditions : []).filter(isFields).find((one) => one.type === type);
  if (found?.status === 'True' && !isOld) return undefined;
  const reason = typeof found?.reason === 'string' && REASON.test(found.reason) ? ` (${found.reason})` : '';
  return `${objectText(ref)} is not ${type}${isOld ? ' in its new generation' : reason}`;
}
