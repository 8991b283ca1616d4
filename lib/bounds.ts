/**
 * The maxima of all input, in one place: every run ends, whatever it reads. `docs/bounds.md` lists them for users. Nothing
 * is imported here.
 */

/** The characters of a topology file; a thousand clusters need a tenth of it. */
export const MAX_TOPOLOGY_CHARACTERS = 8_000_000;

/** The characters of manifests and of a lock; the bytes of a file of manifests and of a kubeconfig. */
export const MAX_FILE_CHARACTERS = 10_000_000;

/** The bytes of a file before it is decoded: UTF-8 has at most four bytes for a character. */
export const MAX_FILE_BYTES = 4 * MAX_FILE_CHARACTERS;

/** The bytes of standard input, of which no command accepts as many characters. */
export const MAX_STDIN_BYTES = MAX_FILE_BYTES;

/** The bytes of the files that say who owns an output directory, or who updates a lock; longer ones are of other programs. */
export const MAX_CLAIM_BYTES = 10_000;

/** The bytes of a token file, a certificate or a key that a kubeconfig refers to. */
export const MAX_CREDENTIAL_BYTES = 1_000_000;

/** The values of the cluster or the user of a kubeconfig context, aliases expanded. */
export const MAX_ACCESS_VALUES = 10_000;

/** The YAML tokens of a file: names, values, indents and signs. The parser needs a microsecond and 300 bytes for each. */
export const MAX_YAML_TOKENS = 3_000_000;

/** The anchors and aliases of a YAML file multiplied by its tokens, because each alias is searched for in the whole file. */
export const MAX_ALIAS_STEPS = 300_000_000;

/** The expansion of the aliases of a YAML file, as a multiple of its nodes. */
export const MAX_ALIAS_EXPANSION = 100;

/** The nesting of values in a topology file; the format needs less than half of it. */
export const MAX_TOPOLOGY_DEPTH = 100;

/** The nesting of values in a manifest; Kubernetes objects stay far below it. */
export const MAX_MANIFEST_DEPTH = 200;

/** The problems of a topology that are reported, of each kind: syntax, shape and meaning. */
export const MAX_PROBLEMS = 1_000;

/** The names that are compared to suggest one of them. */
export const MAX_COMPARED_NAMES = 5_000;

/** The names of one range. */
export const MAX_NAMES_IN_RANGE = 10_000;

/** The clusters of a topology, those of all ranges together; the meshes as well. */
export const MAX_SITES = 50_000;

/** The meshes on one cluster, which are compared in pairs; a cluster runs a few control planes. */
export const MAX_MESHES_ON_CLUSTER = 1_000;

/** The workloads of a topology beside the first of each mesh; each is rendered, which takes milliseconds. */
export const MAX_FURTHER_WORKLOADS = 3_000;

/** The pairs of meshes that the peerings of a topology state; the full mesh of 200 has 19,900. */
export const MAX_PEERINGS = 20_000;

/** The meshes that all shares of a topology list, those of ranges included. */
export const MAX_LISTED_NAMES = 3_000_000;

/** The shares of a topology, counted for each exporter, each importer and each of its imports. */
export const MAX_SHARES = 300_000;

/**
 * The pairs of rules that are compared to find unreachable ones: 25,000,000 are 7,000 services that one mesh shares with
 * another, more than an object of etcd can list. For shares with `authorize`, the pairs are counted for each importer or label.
 */
export const MAX_RULE_PAIRS = 25_000_000;

/** The access policies and traffic entries of a topology, those of merged imports included; each is a file. */
export const MAX_SERVICE_RULES = 30_000;

/** The local services that imports of whole namespaces are merged with, counted for each share. */
export const MAX_MERGED_SERVICES = 300_000;

/** The bytes of all manifests and certificates that a topology refers to; a file counts each time. */
export const MAX_REFERRED_BYTES = 20_000_000;

/** The files of all sources of `lint` together. */
export const MAX_LINT_FILES = 1_000_000;

/** The bytes of all sources of `lint` together; the output for 10,000 clusters has a third of it. */
export const MAX_LINT_BYTES = 1_000_000_000;

/** The nesting of directories in a source of `lint`. */
export const MAX_DIRECTORY_DEPTH = 20;

/** The nodes and edges of a picture that is laid out. */
export const MAX_LAID_OUT = 1_000;
