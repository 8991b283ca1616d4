import type { Cloud } from '../../../platforms';

/** The clouds as messages name them. */
export const CLOUD_NAMES: { readonly [cloud in Cloud]: string } = { aws: 'AWS', azure: 'Azure', gcp: 'Google Cloud' };

/** Appended to the message of a finding if the cloud of the cluster is guessed; slots: `cluster`, `cloud`. */
export const IF_CLOUD = '; the name of the cluster "{cluster}" suggests that it is on {cloud}';

/** Appended to the fix of a finding if the platform of the cluster is guessed; slot: `cluster`. */
export const OR_PLATFORM = ', or run with --platform {cluster}=<platform>';
