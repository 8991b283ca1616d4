/** The body of the topology of the tutorial: production on ROSA, staging on ARO, development on Google Cloud. */
export const THREE_CLOUDS = `# The name of a cluster is its directory in the output, and its kubeconfig context unless "context" says another one.
clusters:
  rosa: { platform: rosa }
  aro: { platform: aro }
  rog: { platform: gcp }

# A mesh is a control plane with its members. Those of the bookinfo application are added automatically.
meshes:
  rosa-prod-mesh:
    cluster: rosa
    workloads:
      - bookinfo: { namespace: prod-bookinfo }
  aro-stg-mesh:
    cluster: aro
    workloads:
      - bookinfo: { namespace: stg-bookinfo, components: { details: [v2] } }
  gcp-dev-mesh:
    cluster: rog
    workloads:
      - bookinfo: { namespace: dev-bookinfo, components: { details: [v3] } }

# Production federates with both others, in both directions.
peerings:
  - hub: rosa-prod-mesh

# Production imports the service "details" of staging and of development, each under a name of its own.
shares:
  - name: details-v2
    from: aro-stg-mesh
    to: rosa-prod-mesh
    service: { namespace: stg-bookinfo, name: details }
    importAs: { namespace: prod-bookinfo, name: details-v2 }
  - name: details-v3
    from: gcp-dev-mesh
    to: rosa-prod-mesh
    service: { namespace: dev-bookinfo, name: details }
    importAs: { namespace: prod-bookinfo, name: details-v3 }

# A fifth of the calls goes to each of the other clouds, once the meshes are connected:
# traffic:
#   - mesh: rosa-prod-mesh
#     service: { namespace: prod-bookinfo, name: details }
#     split:
#       - { subset: v1, weight: 60 }
#       - { share: details-v2, weight: 20 }
#       - { share: details-v3, weight: 20 }
`;
