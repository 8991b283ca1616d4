import type { PageData, PageElement, PageFinding } from '../page-data';

/** Finds nodes, edges, objects and findings that belong together. */
export class ElementIndex {
  private readonly byId: ReadonlyMap<string, PageElement>;
  private readonly byParent = new Map<string, PageElement[]>();
  private readonly edges = new Map<string, PageElement[]>();
  private readonly findings = new Map<number, PageFinding[]>();

  /** @param data the data of the page */
  constructor(readonly data: PageData) {
    this.byId = new Map(data.elements.map((element) => [element.id, element]));
    for (const element of data.elements) {
      const { parent, ends } = element;
      if (parent !== undefined) push(this.byParent, parent, element);
      if (ends !== undefined)
        for (const id of new Set([ends.from, ...ends.via, ends.to])) push(this.edges, id, element);
    }
    for (const finding of data.findings) if (finding.object !== undefined) push(this.findings, finding.object, finding);
  }

  /** A node or an edge by its id. */
  find(id: string): PageElement | undefined {
    return this.byId.get(id);
  }

  /** What a node contains. */
  childrenOf(id: string): readonly PageElement[] {
    return this.byParent.get(id) ?? [];
  }

  /** The edges that touch a node. */
  edgesAt(id: string): readonly PageElement[] {
    return this.edges.get(id) ?? [];
  }

  /** What the linter found in an object. */
  findingsIn(object: number): readonly PageFinding[] {
    return this.findings.get(object) ?? [];
  }

  /** The nodes that contain a node, from the outside in. */
  ancestorsOf({ parent }: PageElement): readonly PageElement[] {
    const found = parent === undefined ? undefined : this.find(parent);
    return found === undefined ? [] : [...this.ancestorsOf(found), found];
  }

  /** Where a node is, such as `rosa / prod-mesh / bookinfo`; empty for what nothing contains. */
  pathOf(element: PageElement): string {
    return this.ancestorsOf(element)
      .map(({ label }) => label)
      .join(' / ');
  }

  /** The nodes and edges that show an object. */
  elementsOf(object: number): readonly PageElement[] {
    return this.data.elements.filter(({ own }) => own.includes(object));
  }
}

function push<K, T>(map: Map<K, T[]>, key: K, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
