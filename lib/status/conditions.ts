import { type Fields, plainText, valueAt } from '../values';
import { mapsAt, textAt } from './observation';

/** A condition in the status of an object by its type; undefined if it has none. */
export function conditionOf(object: Fields, type: string): Fields | undefined {
  return mapsAt(object, ['status', 'conditions']).find((one) => one.type === type);
}

/** Reason and message of a condition as text; what is missing if there is none. */
export function conditionText(condition: Fields | undefined, type: string): string {
  const parts = [textAt(condition, ['reason']), textAt(condition, ['message'])];
  return parts.filter((part) => part !== '').join(', ') || `it has no condition "${type}"`;
}

/** The generations of an object that its controller has not seen, such as `1 of 2`; undefined if it has seen the last. */
export function unseenGeneration(object: Fields): string | undefined {
  const [seen, actual] = [
    valueAt(object, ['status', 'observedGeneration']),
    valueAt(object, ['metadata', 'generation']),
  ];
  if (actual === undefined || seen === actual) return undefined;
  return `${plainText(seen) ?? 'unknown'} of ${plainText(actual) ?? 'unknown'}`;
}
