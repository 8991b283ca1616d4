import { join } from 'node:path';
import { listContexts } from '../../../lib/kube/node/contexts';
import { kubeconfig } from '../../helpers/kubeconfig';
import { inDirectory } from '../../helpers/temporary';

const listed = (text: string) =>
  inDirectory({ config: text }, (directory) => {
    const { contexts, problems } = listContexts(join(directory, 'config'));
    return { contexts, problems: problems.map((problem) => problem.replace(directory, 'DIR')) };
  });

test('contexts have the host name of their API server, without port and user', () => {
  const text = kubeconfig({
    rosa: { server: 'https://api.rosa.abcd.p1.openshiftapps.com:6443' },
    odd: { server: 'https://user:secret@[::1]:6443/path' },
    none: { server: 'no url' },
  });
  expect(listed(text).contexts).toEqual([
    { name: 'rosa', host: 'api.rosa.abcd.p1.openshiftapps.com' },
    { name: 'odd', host: '[::1]' },
    { name: 'none' },
    { name: 'elsewhere' },
  ]);
});

test('a file that cannot be read is a problem', () => {
  expect(listed('- not a kubeconfig')).toEqual({ contexts: [], problems: ['DIR/config is not a kubeconfig'] });
});
