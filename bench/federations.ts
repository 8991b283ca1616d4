import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Topology } from '../lib/topology/model';
import { number } from './report';

/** One federation as input of this project and of the chart next to this file. */
export interface Federation {
  readonly name: string;
  /** The names of the clusters. */
  readonly clusters: readonly string[];
  /** The text of the topology file. */
  readonly topology: string;
  /** The text of the chart's values file. */
  readonly values: string;
}

/** A mesh in the values of the chart. */
interface MeshValues {
  readonly peers: readonly string[];
  readonly bookinfo?: { readonly namespace: string };
}

const BOOKINFO = { namespace: 'shop' };

/** The service that a hub exports to its spokes. */
const SHARED = { from: 'hub', service: { namespace: 'shop', name: 'details' }, authorize: true } as const;

/**
 * A hub on AWS with spokes on Azure, bookinfo on each, and one service of the hub for all: some 31 objects a cluster.
 */
export function hubAndSpoke(count: number): Federation {
  const spokes = numbered('spoke', count - 1);
  const mesh = { workloads: [{ bookinfo: BOOKINFO }] };
  const range = rangeOf(spokes);
  const topology: Topology = {
    clusters: { hub: { platform: 'rosa' }, [range]: { platform: 'aro' } },
    meshes: { hub: mesh, [range]: mesh },
    peerings: [{ hub: 'hub' }],
    shares: [{ ...SHARED, to: 'all' }],
  };
  const values = {
    clusters: { hub: { platform: 'rosa' }, ...each(spokes, () => ({ platform: 'aro' })) },
    meshes: {
      hub: { bookinfo: BOOKINFO, peers: spokes } satisfies MeshValues,
      ...each(spokes, (): MeshValues => ({ bookinfo: BOOKINFO, peers: ['hub'] })),
    },
    shares: [SHARED],
  };
  return federation(`hub and spoke, ${number(count)} clusters`, ['hub', ...spokes], topology, values);
}

/** Meshes on clusters of their own that all peer with each other and have nothing else. */
export function fullMesh(count: number): Federation {
  const meshes = numbered('mesh', count);
  const range = rangeOf(meshes);
  const topology: Topology = {
    clusters: { [range]: { platform: 'aro' } },
    meshes: { [range]: {} },
    peerings: [{ fullMesh: 'all' }],
  };
  const values = {
    clusters: each(meshes, () => ({ platform: 'aro' })),
    meshes: each(meshes, (name): MeshValues => ({ peers: meshes.filter((other) => other !== name) })),
  };
  return federation(`full mesh of ${number(count)}`, meshes, topology, values);
}

/** {@link hubAndSpoke} with OpenShift Service Mesh 3, which the chart does not know. */
export function ossm3HubAndSpoke(count: number): Federation {
  const { name, clusters, topology } = hubAndSpoke(count);
  const text = JSON.stringify({ defaults: { meshes: { version: 'v3.4' } }, ...JSON.parse(topology) });
  return { name: `${name}, OpenShift Service Mesh 3`, clusters, topology: text, values: '{}' };
}

/** The three clouds at the top of this project. */
export function threeClouds(): Federation {
  return {
    name: 'three clouds (federation.yaml)',
    clusters: ['rosa', 'aro', 'rog'],
    topology: readFileSync(resolve('federation.yaml'), 'utf8'),
    values: readFileSync(resolve('bench/chart/ci/three-clouds-values.yaml'), 'utf8'),
  };
}

/**
 * Like {@link hubAndSpoke}, but no two clusters have an object of the same kind, namespace and name, as Kustomize takes
 * none twice: each cluster has a bookinfo namespace of its own, and the hub alone subscribes to the operator.
 */
export function distinctHubAndSpoke(count: number): Topology {
  const names = ['hub', ...numbered('spoke', count - 1)];
  const service = { namespace: 'shop-hub', name: 'details' };
  return {
    clusters: each(names, (name) => ({ platform: 'aro', operators: { servicemeshoperator: name === 'hub' } })),
    meshes: each(names, (name) => ({ workloads: [{ bookinfo: { namespace: `shop-${name}` } }] })),
    peerings: [{ hub: 'hub' }],
    shares: [{ from: 'hub', to: 'all', service, authorize: true }],
  };
}

function federation(name: string, clusters: readonly string[], topology: Topology, values: object): Federation {
  return { name, clusters, topology: JSON.stringify(topology), values: JSON.stringify(values) };
}

function numbered(prefix: string, count: number): readonly string[] {
  const digits = String(count).length;
  return Array.from({ length: count }, (_, i) => `${prefix}-${String(i + 1).padStart(digits, '0')}`);
}

/** The range for names as in {@link numbered}. */
function rangeOf(names: readonly string[]): string {
  const [first = '', last = ''] = [names[0], names.at(-1)];
  const digits = first.lastIndexOf('-') + 1;
  return `${first.slice(0, digits)}{${first.slice(digits)}..${last.slice(digits)}}`;
}

function each<T>(names: readonly string[], make: (name: string) => T): { readonly [name: string]: T } {
  return Object.fromEntries(names.map((name) => [name, make(name)]));
}
