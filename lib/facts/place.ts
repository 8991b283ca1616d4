/** The places in manifests at which tokens of a fact are replaced by its value. */

/** A place, and the form that the value has there. */
export type FactPlace = AddressPlace | BlockPlace | CertificatePlace | ListPlace | ScalarPlace;

/** A block of text, such as certificates in a ConfigMap. */
export interface BlockPlace {
  /** The discriminator of the forms. */
  readonly form: 'block';
  /** The kind of the object. */
  readonly objectKind: string;
  /** The way to the text, which ends in a key. */
  readonly path: readonly string[];
  /**
   * The other key that the text has until everything is known that its readers need.
   *
   * @default none: the text is always under its own key, whatever it is
   */
  readonly incomplete?: IncompleteBlock;
}

/** How a block of text is kept from its readers while the text or one of the readers still has a token. */
export interface IncompleteBlock {
  /** The key that the text has until then, beside the one that readers read. */
  readonly key: string;
  /** The kind of the objects that read the text. */
  readonly readerKind: string;
  /** The way to the name in a reader that refers to the object with the text, in the same namespace. */
  readonly namePath: readonly string[];
}

/** A list of texts, each an item, with ports beside the list. */
export interface ListPlace {
  /** The discriminator of the forms. */
  readonly form: 'list';
  /** The kind of the object. */
  readonly objectKind: string;
  /** The way to the list, which ends in a key. */
  readonly path: readonly string[];
  /** The fields beside the list that hold ports, in the order in which they are written. */
  readonly ports: readonly PortField[];
}

/** A field for a port. */
export interface PortField {
  /** The key in the manifest, such as `discoveryPort`. */
  readonly field: string;
  /** What the lock calls the port, such as `discovery`. */
  readonly port: string;
}

/** Certificates that are items of a list, each a map with the text of one mesh. */
export interface CertificatePlace {
  /** The discriminator of the forms. */
  readonly form: 'certificate';
  /** The kind of the object. */
  readonly objectKind: string;
  /** The way to the list. */
  readonly path: readonly string[];
  /** The key of the text in an item. */
  readonly key: string;
  /** The key that an item has instead, with an empty list and the token as its comment, until the text is known. */
  readonly unknownKey: string;
}

/** Addresses that are items of a list, each a map with `type` and `value`. */
export interface AddressPlace {
  /** The discriminator of the forms. */
  readonly form: 'address';
  /** The kind of the object. */
  readonly objectKind: string;
  /** The way to the list. */
  readonly path: readonly string[];
  /** The port of these addresses. */
  readonly port: {
    /** The way to the port. */
    readonly path: readonly (string | number)[];
    /** What the lock calls the port. */
    readonly name: string;
    /** The number that it has until then; any other number is the user's. */
    readonly usual: number;
  };
}

/** A text of one line, wherever a token is the value of a key or an item of a list. */
export interface ScalarPlace {
  /** The discriminator of the forms. */
  readonly form: 'scalar';
  /**
   * The kind of the object.
   *
   * @default any
   */
  readonly objectKind?: string;
}

/** A value as manifests need it; a form that is undefined cannot be filled. */
export interface PlaceValue {
  /** For a block, whose last line has an end. */
  readonly block?: string;
  /** For a list; not empty. */
  readonly list?: readonly string[];
  /** For ports beside a list, by the names of the lock. */
  readonly ports?: { readonly [name: string]: number };
  /** For a scalar; one line. */
  readonly scalar?: string;
}
