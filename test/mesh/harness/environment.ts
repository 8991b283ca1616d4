import type { Container, EnvVar } from './objects';

/** What a container may ask about its pod. */
export interface PodFacts {
  readonly name: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly address: string;
}

/** The memory and processors of each container. */
const LIMITS: { readonly [resource: string]: string } = { 'limits.cpu': '2', 'limits.memory': `${1 << 30}` };

/** The environment of a container, as the kubelet makes it. */
export function environmentOf(container: Container, pod: PodFacts): { readonly [variable: string]: string } {
  return Object.fromEntries((container.env ?? []).map((variable) => [variable.name, resolved(variable, pod)]));
}

/** The arguments of a container, with its variables filled in. */
export function argumentsOf(container: Container, env: { readonly [variable: string]: string }): readonly string[] {
  return (container.args ?? []).map((arg) => arg.replaceAll(/\$\(([^)]+)\)/g, (text, name) => env[name] ?? text));
}

function resolved({ name, value, valueFrom }: EnvVar, pod: PodFacts): string {
  if (valueFrom === undefined) return value ?? '';
  const { fieldRef, resourceFieldRef } = valueFrom;
  const known = fieldRef === undefined ? LIMITS[resourceFieldRef?.resource ?? ''] : fieldOf(fieldRef.fieldPath, pod);
  if (known === undefined) throw new Error(`the value of the variable ${name} is not known`);
  return known;
}

function fieldOf(path: string, { name, namespace, serviceAccount, address }: PodFacts): string | undefined {
  const fields: { readonly [path: string]: string } = {
    'metadata.name': name,
    'metadata.namespace': namespace,
    'spec.serviceAccountName': serviceAccount,
    'spec.nodeName': 'node',
    'status.podIP': address,
    'status.hostIP': address,
  };
  return fields[path];
}
