/** Does for an `Istio` resource what the operator does: renders its values by Istio's own charts, and runs istiod. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments, stringify } from 'yaml';
import type { StoredObject } from '../../e2e/harness/api';
import type { Fleet } from '../../e2e/harness/fleet';
import type { ClusterName } from '../../e2e/harness/state';
import type { KubeObject } from '../../helpers/synthesize';
import { environmentOf } from './environment';
import { controlAddress } from './network';
import { CONFIG_MAP, type Container, type DeploymentSpec, dataOf, ISTIO, SECRET } from './objects';
import { Background, run } from './processes';

/** What the harness needs to know of an `Istio` resource. */
interface IstioSpec {
  readonly namespace: string;
  readonly version: string;
  readonly updateStrategy?: { readonly type?: string };
  readonly values?: { readonly [field: string]: unknown };
}

/** The kinds that are applied; the others are of the operator or of what runs here in another way. */
const APPLIED = [
  'ConfigMap',
  'Service',
  'ServiceAccount',
  'MutatingWebhookConfiguration',
  'ValidatingWebhookConfiguration',
];

/** Upstream Envoy has none of Istio's filters, so istiod must not configure them. */
const WITHOUT_FILTERS = {
  PILOT_ENABLE_ALPN_FILTER: 'false',
  PILOT_DISABLE_MX_ALPN: 'true',
  PILOT_ENABLE_METADATA_EXCHANGE: 'false',
  PILOT_ENABLE_TELEMETRY_LABEL: 'false',
};

/** One control plane. */
export class ControlPlane {
  private istiod: Background | undefined;
  private started = '';
  private rendered = '';
  private certificates = '{}';

  constructor(
    private readonly fleet: Fleet,
    private readonly cluster: ClusterName,
    /** The directory of the programs of Istio. */
    private readonly programs: string,
    private readonly directory: string,
    private readonly kubeconfig: string,
    private readonly name: string,
  ) {}

  /** The name by which sidecars know it. */
  host = '';

  /** The address that it listens on. */
  get address(): string {
    return controlAddress(this.cluster);
  }

  /** Does what the resource says; returns whether something changed. */
  async reconcile(istio: StoredObject): Promise<boolean> {
    const spec = istio.spec as unknown as IstioSpec;
    const revision = revisionOf(istio.metadata.name, spec);
    this.host = `istiod-${revision}.${spec.namespace}.svc`;
    const text = stringify(operatorOf(spec, revision));
    let changed = await this.mountCertificates(spec.namespace);
    if (text !== this.rendered) {
      await this.render(text, spec, revision);
      this.rendered = text;
      changed = true;
    }
    return changed;
  }

  /** Everything that istiod has written. */
  get output(): string {
    return this.istiod?.output ?? '';
  }

  /** Ends it. */
  async stop(): Promise<void> {
    await this.istiod?.stop();
  }

  private async render(text: string, spec: IstioSpec, revision: string): Promise<void> {
    mkdirSync(this.directory, { recursive: true });
    const file = join(this.directory, 'operator.yaml');
    writeFileSync(file, text);
    const istioctl = join(this.programs, 'istioctl');
    const manifest = run([istioctl, 'manifest', 'generate', '-f', file]);
    const objects = parseAllDocuments(manifest)
      .map((document) => document.toJS() as KubeObject | null)
      .filter((object) => object !== null);
    const applied = objects.filter(({ kind }) => APPLIED.includes(kind)).map((object) => this.reachable(object));
    const path = join(this.directory, 'applied.yaml');
    writeFileSync(path, applied.map((object) => stringify(object)).join('---\n'));
    const ended = await this.fleet.kubectl(this.cluster, ['apply', '--server-side', '--force-conflicts', '-f', path]);
    if (ended.code !== 0) throw new Error(`${this.cluster} rejects the control plane: ${ended.stderr}`);
    const deployment = objects.find(({ kind }) => kind === 'Deployment');
    const container = (deployment?.spec as DeploymentSpec | undefined)?.template.spec.containers[0];
    if (container === undefined) throw new Error('istioctl rendered no Deployment of istiod');
    await this.start(container, spec.namespace, revision);
    const status = { activeRevisionName: revision, state: 'Healthy' };
    await this.fleet.api(this.cluster).apply({ ...ISTIO, metadata: { name: this.name }, status }, 'status');
  }

  /** Webhooks lead to the process, because no Service of these clusters has an address that is served. */
  private reachable(object: KubeObject): KubeObject {
    if (!Array.isArray(object.webhooks)) return object;
    const webhooks = object.webhooks.map(({ clientConfig, ...webhook }) => {
      const { path = '/' } = clientConfig.service as { readonly path?: string };
      return { ...webhook, clientConfig: { url: `https://${this.host}:15017${path}` } };
    });
    return { ...object, webhooks };
  }

  /** Starts istiod, or starts it again if its environment has changed. */
  private async start(container: Container, namespace: string, revision: string): Promise<void> {
    const pod = { name: `istiod-${revision}-0`, namespace, serviceAccount: `istiod-${revision}`, address: '' };
    const own = { ...environmentOf(container, pod), ...WITHOUT_FILTERS, KUBECONFIG: this.kubeconfig };
    const key = JSON.stringify(own);
    if (this.istiod?.running && key === this.started) return;
    await this.istiod?.stop();
    this.started = key;
    const ports = { httpAddr: 8080, grpcAddr: 15010, secureGRPCAddr: 15012, httpsAddr: 15017, monitoringAddr: 15014 };
    const flags = Object.entries(ports).map(([flag, port]) => `--${flag}=${controlAddress(this.cluster)}:${port}`);
    const rest = ['--domain=cluster.local', `--kubeconfig=${this.kubeconfig}`, '--ctrlz_port=0'];
    this.istiod = new Background({
      command: [join(this.programs, 'pilot-discovery'), 'discovery', ...flags, ...rest],
      directory: this.directory,
      env: { PATH: process.env.PATH, ...own },
      log: join(this.directory, 'istiod.log'),
    });
  }

  /** Mounts the Secret `cacerts`, as the kubelet does; returns whether it changed. */
  private async mountCertificates(namespace: string): Promise<boolean> {
    const data = dataOf(await this.fleet.api(this.cluster).get(SECRET, 'cacerts', namespace));
    const text = JSON.stringify(data);
    if (text === this.certificates) return false;
    this.certificates = text;
    const directory = join(this.directory, 'etc', 'cacerts');
    mkdirSync(directory, { recursive: true });
    for (const [name, value] of Object.entries(data)) {
      writeFileSync(join(directory, name), Buffer.from(value, 'base64'), { mode: 0o600 });
    }
    return true;
  }
}

/** The name of the revision, as the operator derives it. */
function revisionOf(name: string, { version, updateStrategy }: IstioSpec): string {
  return updateStrategy?.type === 'RevisionBased' ? `${name}-${version.replaceAll('.', '-')}` : name;
}

/** The input of istioctl for the values of a resource. */
function operatorOf({ namespace, values = {} }: IstioSpec, revision: string): object {
  const { global, meshConfig, ...rest } = values as { readonly [part: string]: { readonly [field: string]: unknown } };
  return {
    apiVersion: 'install.istio.io/v1alpha1',
    kind: 'IstioOperator',
    metadata: { name: revision, namespace },
    spec: {
      profile: 'default',
      namespace,
      revision,
      components: { ingressGateways: [{ name: 'istio-ingressgateway', enabled: false }] },
      values: {
        ...rest,
        meshConfig: { accessLogFile: '/dev/stdout', ...meshConfig },
        global: { ...global, istioNamespace: namespace },
        telemetry: { enabled: false },
      },
    },
  };
}

/** The root certificates that a control plane has published in a namespace, as PEM text; empty before it has. */
export async function publishedRoot(fleet: Fleet, cluster: ClusterName, namespace: string): Promise<string> {
  const configMap = await fleet.api(cluster).get(CONFIG_MAP, 'istio-ca-root-cert', namespace);
  return dataOf(configMap)['root-cert.pem'] ?? '';
}
