import { type Document, isAlias, isMap, isPair, isScalar, isSeq } from 'yaml';
import { isCredentialName, REDACTED, type SecretSpan } from '../issues/redact';

/** The annotation in which "kubectl apply" keeps a copy of the object, the values of a Secret included. */
const COPY = 'kubectl.kubernetes.io/last-applied-configuration';

/** A part of each key that {@link secretValues} looks for, unless an escape is in it. */
const SUSPECT = /\\|secret|password|passwd|passphrase|client-key-data|api[-_]?key|token|authorization|last-applied/i;

/** Whether a text may have values that {@link secretValues} finds, which takes far longer. */
export function mayHaveSecretValues(text: string): boolean {
  return SUSPECT.test(text);
}

/** The places of values in a document that are secret by their key: in Secrets, of environment variables, and of users. */
export function secretValues(document: Document): readonly SecretSpan[] {
  const found: SecretSpan[] = [];
  search(document.contents, { document, found, seen: new Set() });
  return found;
}

interface SecretSearch {
  readonly document: Document;
  readonly found: SecretSpan[];
  /** The nodes whose scalars were added, which several aliases may refer to. */
  readonly seen: Set<unknown>;
}

function search(node: unknown, context: SecretSearch): void {
  if (isSeq(node)) for (const item of node.items) search(item, context);
  if (!isMap(node)) return;
  const isSecret = node.get('kind') === 'Secret';
  const isVariable = isCredentialName(String(node.get('name')));
  for (const { key, value } of node.items) {
    const name = isScalar(key) ? String(key.value) : '';
    const isValue = (isSecret && /^(data|stringData)$/.test(name)) || (isVariable && name === 'value');
    if (isValue || name === COPY || isCredentialName(name)) addScalars(value, context);
    else search(value, context);
    search(key, context);
  }
}

/** Adds all scalars of a value, those behind aliases included. */
function addScalars(node: unknown, context: SecretSearch): void {
  const { document, found, seen } = context;
  if (seen.has(node)) return;
  seen.add(node);
  if (isSeq(node) || isMap(node)) for (const item of node.items) addScalars(isPair(item) ? item.value : item, context);
  if (isAlias(node)) addScalars(node.resolve(document), context);
  if (!isScalar(node) || !node.range) return;
  const [start, end] = node.range;
  if (end > start) found.push({ start, end, label: REDACTED });
}
