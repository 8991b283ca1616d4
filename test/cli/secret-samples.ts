import { makePrivateKey } from '../helpers/make-certificate';

/** A password. */
export const PASSWORD = 'hunter2correct';
/** A private key in PEM form. */
export const KEY = makePrivateKey();
/** The lines of the key. */
export const LINES = KEY.trim().split('\n');
/** The Base64 of the key. */
export const BODY = LINES.slice(1, -1).join('');
/** A text as Base64. */
export const base64 = (text: string) => Buffer.from(text).toString('base64');

/** The key on one line, as "echo $KEY" prints it, and with escaped line breaks. */
export const [ONE_LINE, ESCAPED] = [LINES.join(' '), LINES.join('\\n')];

/** Parts of 16 characters, so that the beginning of a secret is found too. */
const PARTS = [BODY, base64(KEY).slice(48), base64(PASSWORD), PASSWORD].flatMap((text) =>
  Array.from({ length: Math.ceil(text.length / 16) }, (_, i) => text.slice(i * 16, i * 16 + 16)).filter(
    (part) => part.length > 12,
  ),
);

/** The parts of the secrets that a text contains. */
export function leaksIn(text: string): readonly string[] {
  return PARTS.filter((part) => text.includes(part));
}

/** A good topology. */
export const GOOD =
  'clusters: { west: {}, east: {} }\nmeshes: { west: {}, east: {} }\npeerings: [{ between: [west, east] }]\n';
