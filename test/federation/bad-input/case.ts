import type { IssueCode } from '../../../lib/issues/catalogue';
import type { FileTexts } from '../../helpers/temporary';

/** A topology with one mistake. */
export interface BadInput {
  /** What is wrong, in words that follow on "a topology with". */
  readonly what: string;
  /** The code of each issue that it must give, and of no other. */
  readonly code: IssueCode;
  /** The text; each place at which an issue must be has the mark `»` before it. */
  readonly text: string;
  readonly message?: string;
  readonly fix?: string;
  /** Files beside the topology. */
  readonly files?: FileTexts;
}

/** The mark of a place in the texts of {@link BadInput}. */
export const MARK = '»';

/** A good topology; most of the bad ones are this one with a single change. */
export const BASE = `clusters:
  west: { platform: aws }
  east: { platform: azure }
meshes:
  west:
    members: [shop]
  east:
    members: [store]
peerings:
  - between: [west, east]
shares:
  - from: east
    to: west
    service: { namespace: store, name: stock }
traffic:
  - mesh: west
    service: { namespace: shop, name: stock }
    split: [{ weight: 90 }, { share: stock, weight: 10 }]
`;

/** The good topology with parts of its text replaced; each part must be there just once. */
export function change(...replacements: readonly (readonly [string, string])[]): string {
  return replacements.reduce((text, [from, to]) => {
    if (text.split(from).length !== 2) throw new Error(`"${from}" is not there just once`);
    return text.replace(from, () => to);
  }, BASE);
}

/** The good topology with other text in place of the line with a key and all lines below it. */
export function changeFrom(key: string, text: string): string {
  return BASE.slice(0, BASE.indexOf(`${key}:\n`)) + text;
}
