import type { StoredObject } from '../../e2e/harness/api';
import type { KubeObject } from '../../helpers/synthesize';

/** The kinds that the harness reads and writes. */
export const CONFIG_MAP = { apiVersion: 'v1', kind: 'ConfigMap' };
export const DEPLOYMENT = { apiVersion: 'apps/v1', kind: 'Deployment' };
export const ENDPOINT_SLICE = { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice' };
export const GATEWAY = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway' };
export const ISTIO = { apiVersion: 'sailoperator.io/v1', kind: 'Istio' };
export const NAMESPACE = { apiVersion: 'v1', kind: 'Namespace' };
export const NODE = { apiVersion: 'v1', kind: 'Node' };
export const POD = { apiVersion: 'v1', kind: 'Pod' };
export const SECRET = { apiVersion: 'v1', kind: 'Secret' };
export const SERVICE = { apiVersion: 'v1', kind: 'Service' };
export const SERVICE_ACCOUNT = { apiVersion: 'v1', kind: 'ServiceAccount' };

/** The labels of an object or of a template. */
export interface Labels {
  readonly [label: string]: string;
}

/** A variable of a container. */
export interface EnvVar {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: {
    readonly fieldRef?: { readonly fieldPath: string };
    readonly resourceFieldRef?: { readonly resource: string };
  };
}

/** A container, as far as the harness runs it. */
export interface Container {
  readonly name: string;
  readonly args?: readonly string[];
  readonly env?: readonly EnvVar[];
  readonly ports?: readonly { readonly name?: string; readonly containerPort: number }[];
  readonly resources?: { readonly limits?: { readonly [resource: string]: string } };
}

/** The specification of a pod, as far as the harness runs it. */
export interface PodSpec {
  readonly serviceAccountName?: string;
  readonly nodeName?: string;
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
}

/** The template of a Deployment's pods. */
export interface PodTemplate {
  readonly metadata?: { readonly labels?: Labels; readonly annotations?: Labels };
  readonly spec: PodSpec;
}

/** The specification of a Deployment. */
export interface DeploymentSpec {
  readonly replicas?: number;
  readonly template: PodTemplate;
}

/** The specification of a Service. */
export interface ServiceSpec {
  readonly type?: string;
  readonly selector?: Labels;
  readonly ports?: readonly {
    readonly name?: string;
    readonly port: number;
    readonly protocol?: string;
    readonly targetPort?: number | string;
  }[];
}

/** The namespace of an object in one. */
export function namespaceOf({ metadata }: KubeObject): string {
  return metadata.namespace ?? '';
}

/** What an object is, so that a report and a map can name it. */
export function idOf({ apiVersion, kind, metadata }: KubeObject): string {
  return [apiVersion, kind, metadata.namespace ?? '', metadata.name].join('/');
}

/** The data of a ConfigMap or Secret; empty if it does not exist. */
export function dataOf(object: StoredObject | undefined): { readonly [key: string]: string } {
  return (object?.data as { readonly [key: string]: string } | undefined) ?? {};
}
