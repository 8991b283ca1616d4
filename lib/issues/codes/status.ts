import type { CodeEntries } from './entry';

const FETCH_AND_INJECT =
  'Run "ossm-fed fetch", then "ossm-fed synth" or "ossm-fed inject", and apply "40-federation" again.';
const APPLY_FEDERATION = 'Apply "40-federation" of the cluster, and look for an object that is written by others.';

/** The codes of what `ossm-fed status` finds in running clusters. */
export const STATUS_CODES = {
  STA001: {
    title: 'cluster that cannot be read',
    meaning: 'The observation has no objects of the cluster, so nothing is known of it.',
    fix: 'Read the cluster again with valid credentials, or add it to the dump.',
  },
  STA002: {
    title: 'kind that cannot be read',
    meaning: 'Objects of one kind could not be listed, so what depends on them is unknown.',
    fix: 'Let an administrator apply the output of "ossm-fed status --print-rbac", with your user or group as --subject.',
  },
  STA003: {
    title: 'object missing in the cluster',
    meaning: 'The topology requires an object that the cluster does not have.',
    fix: 'Apply the stage of the cluster that contains the object.',
  },
  STA004: {
    title: 'invalid dump',
    meaning:
      'The file after "--from" cannot be read, or is not a dump: one YAML or JSON document with "version: 1", "time" and "clusters".',
    fix: 'Pass a file that "ossm-fed gather" wrote.',
    example:
      'version: 1\ntime: 2026-11-25T13:23:00Z\nclusters:\n  west:\n    objects: []\n  east:\n    failure: no connection to the API server',
  },
  STA005: {
    title: 'dump that cannot be written',
    meaning: 'The file after "-o" of "ossm-fed gather" cannot be written.',
    fix: 'Fix the permissions of its directory, or free disk space.',
  },
  STA006: {
    title: 'cluster that was skipped',
    meaning:
      'The option "--cluster" names other clusters, so this one was not read. Edges and services that need it are judged by the other side alone, or not at all; that is no failure.',
    fix: 'Leave "--cluster" out, or name the cluster too.',
  },
  STA007: {
    title: 'secret in an object that a dump contains',
    meaning:
      'A part of an object that status reads, such as a key of a ConfigMap, contains a private key or a credential. It was not written to the dump.',
    fix: 'Remove the secret from the object, and replace it where it is used: everyone who can read the object knows it.',
  },
  STA008: {
    title: 'healthy for less than 60 s',
    meaning:
      'Something was not healthy before, and "--wait" ended before everything was healthy for 60 s. Envoy drains old listeners for 45 s and ConfigMaps are read every 60 s, so a change shows its effect only after that.',
    fix: 'Wait longer with "--timeout".',
  },
  STA010: {
    title: 'operator not installed',
    meaning:
      'The Subscription has no installed version, or its ClusterServiceVersion is not "Succeeded". A Subscription whose catalogs are healthy says nothing of the installation.',
    fix: 'Read the conditions of the Subscription, and approve its InstallPlan if the approval is manual.',
  },
  STA011: {
    title: 'control plane not ready',
    meaning:
      'The ServiceMeshControlPlane or the Istio resource is not "Ready", or its status is of an earlier generation of the object.',
    fix: 'Read the conditions of the ServiceMeshControlPlane or of the Istio resource, and the log of the operator.',
  },
  STA012: {
    title: 'members not ready',
    meaning:
      'The ServiceMeshMemberRoll is not "Ready", has pending members, or lacks members of the topology. With OpenShift Service Mesh 3: a Namespace lacks a label by which the control plane reads it and injects sidecars.',
    fix: 'Create the missing namespaces, and remove them from other member rolls of the cluster; or label them.',
  },
  STA013: {
    title: 'no running istiod',
    meaning:
      'No pod of istiod runs in the namespace of the control plane, so all statuses of the mesh are out of date.',
    fix: 'Read the events of the Deployment of istiod.',
  },
  STA020: {
    title: 'peer not accepted',
    meaning:
      'The ServiceMeshPeer has no status. The control plane accepts a peer when the ConfigMap of the root certificates has the key "root-cert.pem", and never one with the name of its own cluster.',
    fix: 'Check that istiod runs, and its log for the name of the peer.',
  },
  STA021: {
    title: 'stale status of a peer',
    meaning:
      'The pod of istiod that wrote the status no longer runs, or its last full synchronization is too old. A dead istiod leaves its status as it was.',
    fix: 'Check the pods of istiod; the status is of no value until one of them writes it again.',
  },
  STA022: {
    title: 'peer does not answer',
    meaning:
      'The watch of the mesh on its peer is not connected. Envoy answers 503 where the address, the port, a firewall, the ingress gateway, a root certificate or the trust domain is wrong.',
    fix: 'Check the ingress gateway of the peer and its load balancer, its address in the ServiceMeshPeer, and firewalls between the two.',
  },
  STA023: {
    title: 'peer rejects the identity',
    meaning:
      'The peer answers 403: its ServiceMeshPeer for this mesh is missing, states another client ID, or shares its ingress gateway. See FED004 and FED007.',
    fix: 'Compare "spec.security.clientID" at the peer. After an edit of it, delete the peer, wait until it is gone, and create it again.',
  },
  STA024: {
    title: 'export server lost the peer',
    meaning:
      'The peer answers 400: its export server does not know this mesh. That happens when its ServiceMeshPeer was deleted and created again at once.',
    fix: 'Restart istiod of the peer.',
  },
  STA025: {
    title: 'frozen control plane',
    meaning:
      'The mesh has accepted a peer that does not answer. istiod polls it for minutes while it holds a lock, and pushes of the whole mesh wait: new Services and endpoints are not seen.',
    fix: 'Repair the connection. If that takes long, delete the ServiceMeshPeer and restart istiod.',
  },
  STA026: {
    title: 'incomplete synchronization',
    meaning:
      'The watch is connected, but there was no full synchronization since. istiod is inside the one that blocks the control plane.',
    fix: 'Wait for two minutes; if it stays, check the root certificates and the ingress gateway of the peer.',
  },
  STA027: {
    title: 'peer sees no connection',
    meaning: 'The mesh reports a connected watch, but its peer reports no connection of this mesh.',
    fix: 'Wait for one minute and compare again; one of the two statuses is out of date.',
  },
  STA028: {
    title: 'changed less than 60 s ago',
    meaning:
      'Something on one of the two sides changed less than 60 s before it was read: the specification of the peer or of a set, its root certificate, the control plane, or the connection. Envoy drains old listeners for 45 s, so nothing shows yet. The times are those of the API servers.',
    fix: 'Read the status again after 60 s.',
  },
  STA029: {
    title: 'peer differs from the topology',
    meaning: 'A field of the ServiceMeshPeer has another value than the topology results in.',
    fix: APPLY_FEDERATION,
  },
  STA030: {
    title: 'peer unknown to the topology',
    meaning:
      'The namespace of the control plane has a ServiceMeshPeer that is not in the topology. One with the name of the own cluster is never accepted (FED025), and one on the ingress gateway of another peer breaks that peer (FED007).',
    fix: 'Add the peer to the topology, or delete it.',
  },
  STA040: {
    title: 'waiting for the root certificate of the peer',
    meaning:
      'The ConfigMap for the root certificates of the peer is missing, or lacks the key "root-cert.pem"; or the Istio resource does not have them yet. istiod does not accept the peer until then; nothing else suffers.',
    fix: FETCH_AND_INJECT,
  },
  STA041: {
    title: 'empty root certificate of the peer',
    meaning:
      'The key "root-cert.pem" is empty: istiod accepts the peer, cannot connect, and the control plane freezes.',
    fix: FETCH_AND_INJECT,
  },
  STA042: {
    title: 'no valid PEM in place of a root',
    meaning:
      'The key "root-cert.pem" has a placeholder or other text. istiod pushes it to every proxy of the mesh: running ones cannot learn new services, and new pods may never become ready, whatever the statuses say. With OpenShift Service Mesh 3: one "pem" in "caCertificates" is invalid, so istiod refuses those of all meshes.',
    fix: 'Remove the key or fill it in now: run "ossm-fed fetch" and "ossm-fed inject", and apply the ConfigMap.',
  },
  STA043: {
    title: 'root certificate is not that of the peer',
    meaning:
      'No certificate in the ConfigMap, or in the Istio resource, has the fingerprint of a root certificate that the peer publishes.',
    fix: FETCH_AND_INJECT,
  },
  STA044: {
    title: 'expired root certificate of the peer',
    meaning: 'Each root certificate of the peer that the mesh has is expired.',
    fix: 'Rotate the root certificate of the peer, then run "ossm-fed fetch" and "ossm-fed inject".',
  },
  STA045: {
    title: 'root certificate of the peer expires soon',
    meaning: 'The root certificate of the peer expires in less than 30 days.',
    fix: 'Rotate the root certificate of the peer, then run "ossm-fed fetch" and "ossm-fed inject".',
  },
  STA046: {
    title: 'unknown root certificate of the peer',
    meaning: 'The root certificate that the peer publishes is not in the observation, so nothing can be compared.',
    fix: 'Read the ConfigMap "istio-ca-root-cert" in the namespace of the control plane of the peer.',
  },
  STA050: {
    title: 'placeholder as address of the peer',
    meaning:
      'The ServiceMeshPeer has a placeholder among its addresses. The watch may stay connected, but imports have no endpoints after the next start of istiod. A remote Gateway with a placeholder has no endpoints; nothing else suffers.',
    fix: FETCH_AND_INJECT,
  },
  STA051: {
    title: 'address is not that of the peer',
    meaning:
      'The addresses or ports in the ServiceMeshPeer, or in the remote Gateway, differ from those of the gateway of the peer.',
    fix: FETCH_AND_INJECT,
  },
  STA052: {
    title: 'ingress gateway without an address',
    meaning: 'The Service of the gateway of the peer has no address yet, or cannot be used as it is.',
    fix: 'Check the load balancer of the Service, and apply "20-mesh" of the cluster of the peer.',
  },
  STA053: {
    title: 'gateway without a port of federation',
    meaning:
      'The Service of a gateway lacks the port 15443, or 8188 with OpenShift Service Mesh 2. Without 15443 on the egress gateway both statuses are perfect, and all requests are answered with 503.',
    fix: 'Apply "20-mesh" of the cluster.',
  },
  STA060: {
    title: 'shared service does not exist',
    meaning: 'The exporter has no Service of this name in a member namespace.',
    fix: 'Create the Service, or correct its name in "shares" of the topology.',
  },
  STA061: {
    title: 'rules differ from the topology',
    meaning: 'An ExportedServiceSet or ImportedServiceSet has other rules than the topology results in.',
    fix: APPLY_FEDERATION,
  },
  STA062: {
    title: 'service not exported',
    meaning: 'The status of the ExportedServiceSet does not list the service, though its rules match it.',
    fix: 'Check the visibility of the Service (exportTo), and the log of istiod of the exporter.',
  },
  STA063: {
    title: 'service not imported',
    meaning:
      'The status of the ImportedServiceSet does not list the service, or lists it without a host: no import rule matches it, or it is no longer exported.',
    fix: 'Wait for up to six minutes after an edit, then compare the exported name with the import rules.',
  },
  STA064: {
    title: 'shared service with several ports',
    meaning:
      'The Service has more than one port. Both statuses are perfect, and all requests are answered with 503 (FED015).',
    fix: 'Export a Service with one port.',
  },
  STA065: {
    title: 'duplicate name in an export',
    meaning:
      'The rules export two services under one name. The API rejects the whole status, so it keeps an old list, and one service answers for both (FED021).',
    fix: 'Give each service a name of its own with "exportAs".',
  },
  STA066: {
    title: 'export that the topology does not have',
    meaning:
      'The peer is offered services that the topology does not share, often by a rule without a name (FED040). Entries without a host prove nothing.',
    fix: APPLY_FEDERATION,
  },
  STA067: {
    title: 'service behind a connection that is not healthy',
    meaning:
      'The connection between the two meshes is not healthy or is unknown, so calls may fail, and the statuses of exports and imports count for nothing.',
    fix: 'Repair the connection of the two meshes first.',
  },
} as const satisfies CodeEntries;
