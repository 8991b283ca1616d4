import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { DestinationRule, Gateway, VirtualService } from '../../imports/networking.istio.io';
import { accountOf, BOOKINFO_PORT as PORT } from '../federation/bookinfo';
import type { BookinfoComponent, BookinfoComponentName, BookinfoParts } from '../federation/model';

/** The release of the images. */
const TAG = '2.0.0';

/** The versions that have images; any other version runs the image of the first one with its own label. */
const IMAGE_VERSIONS: Readonly<Record<BookinfoComponentName, readonly string[]>> = {
  productpage: ['v1'],
  details: ['v1'],
  reviews: ['v1', 'v2', 'v3'],
  ratings: ['v1'],
};

/** Directories that a component must be able to write to; OpenShift runs it as a user without a home. */
const WRITABLE: Readonly<Partial<Record<BookinfoComponentName, Readonly<Record<string, string>>>>> = {
  productpage: { tmp: '/tmp' },
  reviews: { tmp: '/tmp', 'wlp-output': '/opt/ibm/wlp/output' },
};

/** What the web page answers from outside, exactly or by prefix. */
const EXACT_PATHS = ['/productpage', '/login', '/logout'];
const PATH_PREFIXES = ['/static', '/api/v1/products'];

/** The bookinfo application or parts of it. */
export class Bookinfo extends Construct {
  /** @param props the namespace, the components with their versions, and whether the page is opened to the outside */
  constructor(scope: Construct, id: string, props: BookinfoParts) {
    super(scope, id);
    for (const component of props.components) addComponent(this, props, component);
    if (props.gateway) addGateway(this, props.namespace);
  }
}

function addComponent(scope: Construct, bookinfo: BookinfoParts, component: BookinfoComponent): void {
  const { name, versions, hasRoute } = component;
  const { namespace } = bookinfo;
  new k8s.KubeServiceAccount(scope, `${name}-account`, {
    metadata: { name: accountOf(name), namespace, labels: { account: name } },
  });
  new k8s.KubeService(scope, `${name}-service`, {
    metadata: { name, namespace, labels: { app: name, service: name } },
    spec: { ports: [{ name: 'http', port: PORT }], selector: { app: name } },
  });
  for (const version of versions) addDeployment(scope, bookinfo, name, version);
  if (!hasRoute) addDestinationRule(scope, namespace, component);
}

function addDeployment(
  scope: Construct,
  bookinfo: BookinfoParts,
  component: BookinfoComponentName,
  version: string,
): void {
  const labels = { app: component, version };
  new k8s.KubeDeployment(scope, `${component}-${version}`, {
    metadata: { name: `${component}-${version}`, namespace: bookinfo.namespace, labels },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels, annotations: { 'sidecar.istio.io/inject': 'true' } },
        spec: podOf(bookinfo, component, version),
      },
    },
  });
}

function podOf({ registry }: BookinfoParts, component: BookinfoComponentName, version: string): k8s.PodSpec {
  const [first = version] = IMAGE_VERSIONS[component];
  const imageVersion = IMAGE_VERSIONS[component].includes(version) ? version : first;
  const directories = Object.entries(WRITABLE[component] ?? {});
  return {
    serviceAccountName: accountOf(component),
    containers: [
      {
        name: component,
        image: `${registry}/examples-bookinfo-${component}-${imageVersion}:${TAG}`,
        imagePullPolicy: 'IfNotPresent',
        ports: [{ containerPort: PORT }],
        ...(component === 'reviews' && { env: [{ name: 'LOG_DIR', value: '/tmp/logs' }] }),
        ...(directories.length > 0 && { volumeMounts: directories.map(([name, mountPath]) => ({ name, mountPath })) }),
      },
    ],
    ...(directories.length > 0 && { volumes: directories.map(([name]) => ({ name, emptyDir: {} })) }),
  };
}

function addDestinationRule(scope: Construct, namespace: string, { name, versions }: BookinfoComponent): void {
  new DestinationRule(scope, `${name}-rule`, {
    metadata: { name, namespace },
    spec: { host: name, subsets: versions.map((version) => ({ name: version, labels: { version } })) },
  });
}

function addGateway(scope: Construct, namespace: string): void {
  const gateway = 'bookinfo-gateway';
  new Gateway(scope, 'gateway', {
    metadata: { name: gateway, namespace },
    spec: {
      selector: { istio: 'ingressgateway' },
      servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*'] }],
    },
  });
  const match = [
    ...EXACT_PATHS.map((exact) => ({ uri: { exact } })),
    ...PATH_PREFIXES.map((prefix) => ({ uri: { prefix } })),
  ];
  new VirtualService(scope, 'page', {
    metadata: { name: 'bookinfo', namespace },
    spec: {
      hosts: ['*'],
      gateways: [gateway],
      http: [{ match, route: [{ destination: { host: 'productpage', port: { number: PORT } } }] }],
    },
  });
}
