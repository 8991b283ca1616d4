import type { Condition } from '../generation';
import type { WriteAnswer } from '../kube/sending';
import { type ClusterWriter, groupOf, type ObjectRef } from '../kube/writer';
import { type Fields, isFields, valueAt } from '../values';
import { type DeliveryObject, objectText, resourceOf } from './model';

/** Something that is not true of a cluster yet. */
export interface Unmet {
  /** What is not true, such as `ServiceMeshControlPlane west/west is not Ready`. */
  readonly text: string;
}

/** What is not true yet of the conditions of a stage, given its objects. */
export async function unmetConditions(
  client: ClusterWriter,
  conditions: readonly Condition[],
  objects: readonly DeliveryObject[],
): Promise<WriteAnswer<readonly Unmet[]>> {
  const unmet: Unmet[] = [];
  for (const condition of conditions) {
    const answer = await unmetOf(client, condition, objects);
    if ('failure' in answer) return answer;
    unmet.push(...answer.value);
  }
  return { value: unmet };
}

function unmetOf(
  client: ClusterWriter,
  condition: Condition,
  objects: readonly DeliveryObject[],
): Promise<WriteAnswer<readonly Unmet[]>> | WriteAnswer<readonly Unmet[]> {
  switch (condition.type) {
    case 'established':
      return unservedOf(client, condition.crds);
    case 'condition':
      return untrueOf(client, condition, objects);
    case 'filled':
      // Values are fetched between the stages.
      return { value: [] };
  }
}

async function unservedOf(client: ClusterWriter, crds: readonly string[]): Promise<WriteAnswer<readonly Unmet[]>> {
  const missing: string[] = [];
  for (const crd of crds) {
    const answer = await client.serves(crd);
    if ('failure' in answer) return answer;
    if (!answer.value) missing.push(crd);
  }
  return { value: missing.map((crd) => ({ text: `CRD ${crd} is not established` })) };
}

async function untrueOf(
  client: ClusterWriter,
  { resource, condition }: Extract<Condition, { readonly type: 'condition' }>,
  objects: readonly DeliveryObject[],
): Promise<WriteAnswer<readonly Unmet[]>> {
  const unmet: Unmet[] = [];
  for (const { ref } of objects.filter(
    (object) => `${resourceOf(object.ref)}.${groupOf(object.ref.apiVersion)}` === resource,
  )) {
    const answer = await client.find(ref);
    if ('failure' in answer) return answer;
    const text = untrueText(ref, condition, answer.value);
    if (text !== undefined) unmet.push({ text });
  }
  return { value: unmet };
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
