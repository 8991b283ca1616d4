import type { CodeEntries } from './entry';

/** How to fix a lock that was changed by anything but `ossm-fed fetch`. */
const RESTORE = 'Restore the committed file, or remove it and run "ossm-fed fetch".';

/** How to fix an output file that no longer is as `ossm-fed synth` wrote it. */
const SYNTH = 'Run "ossm-fed synth", which writes the file again.';

/** The codes of the lock, of values that it receives, and of the files that are filled from it. */
export const LOCK_CODES = {
  LCK001: {
    title: 'unreadable lock',
    meaning: 'The lock is not a regular file, cannot be read, or is too large.',
    fix: 'Fix the permissions of the file and its directory, or move away what is at its path.',
  },
  LCK002: {
    title: 'invalid YAML in the lock',
    meaning: 'The lock is not valid YAML, is empty, or has unresolved merge conflict markers.',
    fix: 'Restore one side of the merge and run "ossm-fed fetch", or remove the file and fetch again.',
  },
  LCK003: {
    title: 'unknown key in the lock',
    meaning: 'The lock has a key that does not exist in its format.',
    fix: RESTORE,
  },
  LCK004: {
    title: 'invalid type in the lock',
    meaning: 'A value of the lock has the wrong YAML type.',
    fix: RESTORE,
  },
  LCK005: {
    title: 'missing key in the lock',
    meaning: 'A required key of the lock is missing.',
    fix: RESTORE,
  },
  LCK006: {
    title: 'invalid value in the lock',
    meaning: 'A value of the lock is invalid: a name, a port, an address, or the size of a list.',
    fix: RESTORE,
  },
  LCK007: {
    title: 'private key in the lock',
    meaning: 'The lock contains a private key. It must contain only certificates, because it is committed.',
    fix: 'Remove the key, and replace it in its mesh, because it is no longer secret. Then restore the lock.',
  },
  LCK008: {
    title: 'invalid certificate in the lock',
    meaning: 'A root certificate of the lock is not exactly one valid PEM certificate of a CA.',
    fix: RESTORE,
  },
  LCK009: {
    title: 'lock does not match its certificate',
    meaning:
      'Fingerprint, subject or validity in the lock differ from those of the certificate, so one of them was edited.',
    fix: `Find out who changed the file. ${RESTORE}`,
  },
  LCK010: {
    title: 'duplicate root certificate in the lock',
    meaning: 'The list of root certificates of a mesh contains the same certificate twice.',
    fix: 'Remove one of the two.',
  },
  LCK011: {
    title: 'lock cannot be written',
    meaning: 'The lock or its directory is not writable, the disk is full, or the lock is a symbolic link.',
    fix: 'Fix the permissions of the directory, or free space on its disk.',
  },
  LCK012: {
    title: 'unsupported lock version',
    meaning: 'The format version of the lock is invalid, or newer than the versions that this release supports.',
    fix: 'Use the release of ossm-fed that wrote the file, or a newer one.',
  },
  LCK020: {
    title: 'invalid root certificate of a mesh',
    meaning:
      'The ConfigMap "istio-ca-root-cert" of a mesh does not contain valid PEM certificates of a CA. The lock keeps the former ones.',
    fix: 'Check the key "root-cert.pem" of that ConfigMap, and what else writes to it.',
    example: "oc get configmap istio-ca-root-cert -n NAMESPACE -o jsonpath='{.data.root-cert\\.pem}'",
  },
  LCK021: {
    title: 'private key published by a mesh',
    meaning:
      'The ConfigMap "istio-ca-root-cert" of a mesh contains a private key. Nothing of it was written to the lock.',
    fix: 'Remove the key from the ConfigMap, and rotate the CA of the mesh, because the key is no longer secret.',
  },
  LCK022: {
    title: 'expired root certificate',
    meaning: 'All root certificates of a mesh have expired, so its peers cannot verify it.',
    fix: 'Rotate the root certificate of the mesh, and fetch again.',
  },
  LCK023: {
    title: 'root certificate expires soon',
    meaning: 'A root certificate of a mesh expires within 30 days.',
    fix: 'Rotate it now. Peers trust both certificates until "ossm-fed fetch --drop-old".',
  },
  LCK024: {
    title: 'root certificate is not yet valid',
    meaning: 'The validity of a root certificate starts in the future.',
    fix: 'Compare the clocks of the clusters and of this machine, unless the certificate was prepared for later.',
  },
  LCK025: {
    title: 'root certificate of another trust domain',
    meaning:
      'No root certificate of the mesh has its trust domain as organization, as istiod sets it. The kubeconfig context may point to another cluster.',
    fix: 'Check the kubeconfig context. If the mesh signs with a CA of your own, write "customCA: true".',
  },
  LCK026: {
    title: 'intermediate certificate instead of a root',
    meaning: 'A mesh publishes CA certificates, but none of them is self-signed. Peers need the root certificate.',
    fix: 'Write the root certificate to "root-cert.pem" of the Secret "cacerts" of the mesh.',
  },
  LCK027: {
    title: 'shared root certificate',
    meaning:
      'Several meshes have the same root certificate, which usually means that two kubeconfig contexts point to one cluster. The lock keeps the former values of these meshes.',
    fix: 'Check the kubeconfig contexts. If the meshes share their root on purpose, write the same "commonRoot" in each.',
    example: 'meshes:\n  west: { commonRoot: company }\n  east: { commonRoot: company }',
  },
  LCK028: {
    title: 'no common root certificate',
    meaning: 'Meshes have the same "commonRoot" in the topology, but no root certificate in common.',
    fix: 'Configure the same root certificate in both meshes, or remove "commonRoot".',
  },
  LCK029: {
    title: 'expired root certificate in the lock',
    meaning: 'The lock keeps a retired root certificate that has expired.',
    fix: 'Run "ossm-fed fetch --drop-old".',
  },
  LCK030: {
    title: 'unreachable address of a gateway',
    meaning: 'The Service of a gateway has no address, or one that other clusters cannot use.',
    fix: 'Check the status of the Service, or set "addresses" of the ingress in the topology.',
  },
  LCK031: {
    title: 'root certificate of another mesh',
    meaning:
      'A mesh publishes a root certificate of the trust domain of another mesh, so their kubeconfig contexts are probably swapped. The lock keeps the former values.',
    fix: 'Check the kubeconfig contexts of both meshes.',
  },
  LCK032: {
    title: 'weak root certificate',
    meaning:
      'A root certificate of a mesh has an RSA key of less than 2,048 bits, or a signature with MD5 or SHA-1. Whoever computes its key can sign for every workload of the mesh.',
    fix: 'Rotate the root certificate of the mesh: an RSA key of 2,048 bits or more or an EC key, and SHA-256.',
    example: 'openssl x509 -noout -text -in root-cert.pem',
  },
  LCK040: {
    title: 'missing output file',
    meaning: 'A file that "ossm-fed inject" fills does not exist.',
    fix: SYNTH,
  },
  LCK041: {
    title: 'output file not written by ossm-fed',
    meaning: 'A file that "ossm-fed inject" would fill was not written by ossm-fed to this path. It is not changed.',
    fix: 'Move the file away, and run "ossm-fed synth".',
  },
  LCK042: {
    title: 'missing token',
    meaning: 'A file was edited and no longer has the token where its value belongs. It is not changed.',
    fix: `Write the token again, as the value or as a comment after it. Or: ${SYNTH}`,
    example: 'addresses:\n  - 203.0.113.7 # <ossm-fed:address:MESH:GATEWAY>',
  },
  LCK043: {
    title: 'misplaced token',
    meaning: 'A token is at a place where no value is filled in.',
    fix: SYNTH,
  },
  LCK044: {
    title: 'unreadable output file',
    meaning: 'A file that "ossm-fed inject" fills cannot be read, or is not valid YAML.',
    fix: SYNTH,
  },
  LCK045: {
    title: 'missing value in the lock',
    meaning: 'The lock has no value for a token, and "--require-complete" is set.',
    fix: 'Run "ossm-fed fetch".',
  },
  LCK046: {
    title: 'output file cannot be written',
    meaning: 'A filled file cannot be written.',
    fix: 'Fix the permissions of its directory, or free space on its disk.',
  },
  LCK047: {
    title: 'value replaced by a token',
    meaning:
      'The output had a value that the lock no longer has, so "ossm-fed synth" wrote the token again. The peers of these tokens are incomplete.',
    fix: 'Restore the lock, or run "ossm-fed fetch". Then run "ossm-fed synth".',
  },
} as const satisfies CodeEntries;
