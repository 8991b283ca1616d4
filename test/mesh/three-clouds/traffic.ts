/** Entries of `traffic` that tests add to the topology. */

const entryFor = (service: string, rules: string): string => `
traffic:
  - mesh: rosa-prod-mesh
    service: { namespace: prod-bookinfo, name: ${service} }
${rules}`;

/** Divides the calls of details between all three meshes. */
export const SPLIT = entryFor(
  'details',
  `    split:
      - { subset: v1, weight: 60 }
      - { share: details-v2, weight: 20 }
      - { share: details-v3, weight: 20 }
`,
);

/** Copies the calls of details to aro. */
export const MIRROR = entryFor(
  'details',
  `    split:
      - { subset: v1, weight: 100 }
    mirror: { share: details-v2 }
`,
);

/** Prefers the own ratings as long as they answer. */
export const FAILOVER = entryFor('ratings', '    failover: {}\n');
