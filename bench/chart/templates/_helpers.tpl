{{/* The labels of generated objects, except for Services. */}}
{{- define "federation.labels" -}}
app.kubernetes.io/managed-by: ossm-fed
app.kubernetes.io/part-of: service-mesh-federation
{{- end }}

{{/* What the gateways of a mesh's peers are named after. Takes meshes, name. */}}
{{- define "federation.prefix" -}}
{{ (index .meshes .name).peerPrefix | default .name }}
{{- end }}

{{/* A mesh's ingress gateway towards a peer. Takes the peer's prefix. */}}
{{- define "federation.ingress" -}}
{{ printf "%s-ingress" . }}
{{- end }}

{{/* A mesh's egress gateway towards a peer. Takes the peer's prefix. */}}
{{- define "federation.egress" -}}
{{ printf "%s-egress" . }}
{{- end }}

{{/* The network of a peer. Takes the peer's name. */}}
{{- define "federation.network" -}}
{{ printf "network-%s" . }}
{{- end }}

{{/* The ConfigMap of a peer's root certificates. Takes the peer's name. */}}
{{- define "federation.rootConfigMap" -}}
{{ printf "%s-ca-root-cert" . }}
{{- end }}

{{/* The trust domain of a mesh. Takes the mesh's name. */}}
{{- define "federation.trustDomain" -}}
{{ printf "%s.local" . }}
{{- end }}

{{/* The identity of a gateway. Takes mesh, gateway. */}}
{{- define "federation.gatewayIdentity" -}}
{{ printf "%s/ns/%s/sa/%s-service-account" (include "federation.trustDomain" .mesh) .mesh .gateway }}
{{- end }}

{{/* Whether a share goes to a mesh: `true` or nothing. Takes share, to. */}}
{{- define "federation.goesTo" -}}
{{ if or (not .share.to) (has .to .share.to) }}true{{ end }}
{{- end }}

{{/* The export rules of a mesh towards a peer. Takes shares, mesh, peer. */}}
{{- define "federation.exportRules" -}}
{{- range .shares }}
{{- if and (eq .from $.mesh) (include "federation.goesTo" (dict "share" . "to" $.peer)) }}
- type: NameSelector
  nameSelector:
    namespace: {{ .service.namespace }}
    name: {{ .service.name }}
{{- end }}
{{- end }}
{{- end }}

{{/* The import rules of a mesh from a peer. Takes shares, mesh, peer. */}}
{{- define "federation.importRules" -}}
{{- range .shares }}
{{- if and (eq .from $.peer) (include "federation.goesTo" (dict "share" . "to" $.mesh)) }}
- type: NameSelector
  importAsLocal: false
  nameSelector:
    namespace: {{ .service.namespace }}
    name: {{ .service.name }}
    {{- with .importAs }}
    alias:
      namespace: {{ .namespace }}
      name: {{ .name }}
    {{- end }}
{{- end }}
{{- end }}
{{- end }}
