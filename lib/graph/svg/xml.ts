/** Text of XML. */
export type Xml = string;

/** An element with other elements. */
export function element(
  name: string,
  attributes: { readonly [name: string]: string | number },
  children: readonly Xml[],
): Xml {
  const start = [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${escaped(String(value))}"`)].join(
    ' ',
  );
  if (children.length === 0) return `<${start}/>`;
  return `<${start}>\n${children.filter((child) => child !== '').join('\n')}\n</${name}>`;
}

/** An element with a text. */
export function text(name: string, attributes: { readonly [name: string]: string | number }, content: string): Xml {
  const start = [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${escaped(String(value))}"`)].join(
    ' ',
  );
  return `<${start}>${escaped(content)}</${name}>`;
}

/** A number with at most one digit behind the point, so that it is the same on every machine. */
export function number(value: number): number {
  return Math.round(value * 10) / 10;
}

const ENTITIES: { readonly [character: string]: string } = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(content: string): string {
  return content.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}
