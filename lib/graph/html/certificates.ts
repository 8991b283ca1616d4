import { readPem } from '../../certificates/pem';
import type { ManifestObject } from '../../manifests/object';
import { groupBy, isFields } from '../../values';
import { type PageObjects, shownText } from './objects';
import type { PageCertificate } from './page-data';

const BLOCK = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]{1,65536}?-----END CERTIFICATE-----/g;

/** The CA certificates in the data of ConfigMaps and Secrets, each once, those that expire first first. */
export function certificatesOf(objects: PageObjects): readonly PageCertificate[] {
  const found = objects.all.flatMap((object) =>
    textsOf(object)
      .flatMap((text) => text.match(BLOCK) ?? [])
      .map((block) => ({ block: block.replace(/\s+/g, ''), pem: block, object })),
  );
  return [...groupBy(found, ({ block }) => block).values()]
    .flatMap(([first, ...others]): readonly PageCertificate[] => {
      const content = readPem(first?.pem ?? '');
      if ('problem' in content) return [];
      const holders = [first, ...others].flatMap((one) => one?.object ?? []);
      return content.certificates.map(({ subject, fingerprint, notBefore, notAfter, weaknesses }) => ({
        subject: shownText(subject),
        fingerprint,
        notBefore: notBefore.toISOString(),
        notAfter: notAfter.toISOString(),
        weaknesses,
        objects: objects.indexesOf(holders),
      }));
    })
    .sort((a, b) => (`${a.notAfter} ${a.fingerprint}` < `${b.notAfter} ${b.fingerprint}` ? -1 : 1));
}

/** The texts that a ConfigMap or a Secret has as its values; those under `data` of a Secret are Base64. */
function textsOf({ kind, group, value }: ManifestObject): readonly string[] {
  if (group !== '' || (kind !== 'ConfigMap' && kind !== 'Secret')) return [];
  const texts = (map: unknown) =>
    isFields(map) ? Object.values(map).filter((text): text is string => typeof text === 'string') : [];
  const data = texts(value.data);
  if (kind === 'ConfigMap') return data;
  return [...texts(value.stringData), ...data.map((text) => Buffer.from(text, 'base64').toString('latin1'))];
}
