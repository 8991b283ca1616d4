const WIDTH = 120;

/** JSON text in which every object or list that fits on one line is on one line; two spaces a level. */
export function printJson(value: unknown, indent = '', used = 0): string {
  const line = printLine(value);
  if (typeof value !== 'object' || value === null || indent.length + used + line.length < WIDTH) return line;
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const items = value.map((item) => `${inner}${printJson(item, inner)}`);
    return `[\n${items.join(',\n')}\n${indent}]`;
  }
  const fields = Object.entries(value).map(([key, child]) => {
    const label = `${JSON.stringify(key)}: `;
    return `${inner}${label}${printJson(child, inner, label.length)}`;
  });
  return `{\n${fields.join(',\n')}\n${indent}}`;
}

function printLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(printLine).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).map(([key, child]) => `${JSON.stringify(key)}: ${printLine(child)}`);
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}
