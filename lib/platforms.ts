/**
 * The platform of a cluster, which determines load-balancer annotations and the identity type: `rosa` is Red Hat
 * OpenShift Service on AWS, `aro` is Azure Red Hat OpenShift, `aws`, `azure` and `gcp` are any other OpenShift there.
 */
export type Platform = 'rosa' | 'aws' | 'aro' | 'azure' | 'gcp' | 'baremetal' | 'other';

/** A public cloud, which determines the annotations of load balancers. */
export type Cloud = 'aws' | 'azure' | 'gcp';

/** The cloud of each platform; undefined outside of these clouds and where it is unknown. */
const CLOUDS: { readonly [platform in Platform]: Cloud | undefined } = {
  rosa: 'aws',
  aws: 'aws',
  aro: 'azure',
  azure: 'azure',
  gcp: 'gcp',
  baremetal: undefined,
  other: undefined,
};

/** All platforms, in the order in which they are listed for users. */
export const PLATFORMS = Object.keys(CLOUDS) as readonly Platform[];

/** The public cloud of a platform; undefined for none. */
export function cloudOf(platform: Platform): Cloud | undefined {
  return CLOUDS[platform];
}

/** OpenShift products that run on several clouds, so they are no platforms. */
const PRODUCTS: ReadonlySet<string> = new Set(['osd', 'openshift', 'ocp', 'okd']);

/** The platforms by other names of them. */
const SYNONYMS: ReadonlyMap<string, Platform> = new Map([
  ['amazon', 'aws'],
  ['google', 'gcp'],
  ['metal', 'baremetal'],
  ['bare-metal', 'baremetal'],
  ['onprem', 'baremetal'],
  ['on-prem', 'baremetal'],
]);

/** What to write instead of a common text that is no platform; undefined for other texts. */
export function platformFix(text: string): string | undefined {
  const name = text.toLowerCase();
  if (PRODUCTS.has(name))
    return 'write the cloud that it runs on: "aws", "azure" or "gcp", or else "baremetal" or "other"';
  const platform = SYNONYMS.get(name);
  return platform && `write "${platform}"`;
}

/**
 * Domains of API servers, then words in the names of clusters and hosts, by platform: the managed OpenShift of each cloud,
 * and the clouds themselves; `osd` is OpenShift Dedicated on any cloud. Red Hat has one shard of `openshiftapps.com` for
 * Google Cloud, `p2`; the others are on AWS.
 */
const NAMES: readonly (readonly [RegExp, Platform | 'osd'])[] = [
  [/\.p2\.openshiftapps\.com$/i, 'gcp'],
  [/\.openshiftapps\.com$/i, 'rosa'],
  [/\.aroapp\.io$/i, 'aro'],
  [/\.amazonaws\.com$/i, 'aws'],
  [/\.azmk8s\.io$/i, 'azure'],
  [/(^|[^a-z])rosa([^a-z]|$)/i, 'rosa'],
  [/(^|[^a-z])(aws|eks)([^a-z]|$)/i, 'aws'],
  [/(^|[^a-z])aro([^a-z]|$)/i, 'aro'],
  [/(^|[^a-z])(azure|aks)([^a-z]|$)/i, 'azure'],
  [/(^|[^a-z])osd([^a-z]|$)/i, 'osd'],
  [/(^|[^a-z])(rog|gcp|gke)([^a-z]|$)/i, 'gcp'],
];

/** The platform that the name of a cluster or the host name of its API server indicates; undefined for none. */
export function guessPlatform(name: string): Platform | 'osd' | undefined {
  return NAMES.find(([pattern]) => pattern.test(name))?.[1];
}

/**
 * Annotations for a layer 4 load balancer, with a private address if `internal`. Source: docs/federation.md, Addresses.
 */
export function loadBalancerAnnotations(platform: Platform, internal: boolean): { readonly [key: string]: string } {
  switch (cloudOf(platform)) {
    case 'aws':
      return {
        'service.beta.kubernetes.io/aws-load-balancer-type': 'nlb',
        ...(internal && { 'service.beta.kubernetes.io/aws-load-balancer-internal': 'true' }),
      };
    case 'azure':
      return internal ? { 'service.beta.kubernetes.io/azure-load-balancer-internal': 'true' } : {};
    case 'gcp':
      return internal ? { 'networking.gke.io/load-balancer-type': 'Internal' } : {};
    default:
      return {};
  }
}
