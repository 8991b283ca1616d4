import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';
import ts from 'typescript';

/** The top of the project. */
const ROOT = join(__dirname, '..', '..');

/** One import of a source file. */
export interface Import {
  /** The file that imports, as a path from the top of the project. */
  readonly from: string;
  /** A path from the top of the project, without its extension as it is written, or the name of a package. */
  readonly to: string;
  /** Whether just types are imported. */
  readonly isType: boolean;
  /** The imported names, as far as they are named. */
  readonly names: readonly string[];
}

/** A function, method or accessor with its place and its length in lines. */
export interface SourceFunction {
  readonly place: string;
  readonly lines: number;
}

/** The TypeScript files below folders, as paths from the top of the project; those that are generated are left out. */
export function listSources(...folders: readonly string[]): readonly string[] {
  return folders
    .flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
    )
    .map((file) => file.split(sep).join('/'))
    .filter((file) => file.endsWith('.ts') && !/\/(generated|node_modules)\//.test(file))
    .sort();
}

const parsed = new Map<string, ts.SourceFile>();

/** A source file as a tree. */
export function parseSource(file: string): ts.SourceFile {
  const text = () => readFileSync(join(ROOT, file), 'utf8');
  const source = parsed.get(file) ?? ts.createSourceFile(file, text(), ts.ScriptTarget.Latest, true);
  parsed.set(file, source);
  return source;
}

/** All nodes of a tree, from the outside in. */
export function nodesOf(node: ts.Node): readonly ts.Node[] {
  const nodes: ts.Node[] = [];
  const visit = (child: ts.Node): void => {
    nodes.push(child);
    ts.forEachChild(child, visit);
  };
  visit(node);
  return nodes;
}

/** Everything that a file imports: by statements, by exports from elsewhere, in types, and by calls. */
export function importsOf(file: string): readonly Import[] {
  return nodesOf(parseSource(file)).flatMap((node): readonly Import[] => {
    const specifier = specifierOf(node);
    if (specifier === undefined) return [];
    return [{ from: file, to: resolveImport(file, specifier), isType: isTypeOnly(node), names: namesOf(node) }];
  });
}

function specifierOf(node: ts.Node): string | undefined {
  const isCall =
    ts.isCallExpression(node) &&
    (node.expression.kind === ts.SyntaxKind.ImportKeyword || node.expression.getText() === 'require');
  const [argument] = isCall ? node.arguments : [];
  const specifier =
    ts.isImportDeclaration(node) || ts.isExportDeclaration(node)
      ? node.moduleSpecifier
      : ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)
        ? node.argument.literal
        : argument;
  return specifier !== undefined && ts.isStringLiteral(specifier) ? specifier.text : undefined;
}

function resolveImport(file: string, specifier: string): string {
  return specifier.startsWith('.') ? posix.join(dirname(file), specifier) : specifier;
}

function isTypeOnly(node: ts.Node): boolean {
  if (ts.isExportDeclaration(node)) return node.isTypeOnly || everyIsType(node.exportClause);
  if (!ts.isImportDeclaration(node)) return ts.isImportTypeNode(node);
  const { importClause } = node;
  if (importClause?.isTypeOnly) return true;
  return importClause?.name === undefined && everyIsType(importClause?.namedBindings);
}

function everyIsType(bindings: ts.NamedImportBindings | ts.NamedExportBindings | undefined): boolean {
  if (bindings === undefined || !(ts.isNamedImports(bindings) || ts.isNamedExports(bindings))) return false;
  return bindings.elements.length > 0 && [...bindings.elements].every(({ isTypeOnly: isType }) => isType);
}

function namesOf(node: ts.Node): readonly string[] {
  const bindings = ts.isImportDeclaration(node) ? node.importClause?.namedBindings : undefined;
  if (bindings === undefined || !ts.isNamedImports(bindings)) return [];
  return bindings.elements.map(({ name, propertyName }) => (propertyName ?? name).getText());
}

/** The functions of a file. */
export function functionsOf(file: string): readonly SourceFunction[] {
  const source = parseSource(file);
  const lineOf = (position: number) => source.getLineAndCharacterOfPosition(position).line + 1;
  return nodesOf(source).flatMap((node) => {
    if (!ts.isFunctionLike(node) || !('body' in node) || node.body === undefined) return [];
    const [first, last] = [lineOf(node.getStart()), lineOf(node.end)];
    return [{ place: `${file}:${first}`, lines: last - first + 1 }];
  });
}

/** The exports of a file that have no doc comment, by name; re-exports have theirs elsewhere. */
export function undocumentedExports(file: string): readonly string[] {
  return exportedStatements(file)
    .filter((statement) => !hasDocComment(statement))
    .map((statement) => `${file}: ${nameOfStatement(statement)}`);
}

/** A type that a file declares: an interface, a class or an alias. */
export interface SourceType {
  readonly file: string;
  readonly name: string;
}

/** The types that a file declares, exported or not. */
export function typesOf(file: string): readonly SourceType[] {
  return parseSource(file)
    .statements.filter(
      (statement) =>
        ts.isInterfaceDeclaration(statement) ||
        ts.isTypeAliasDeclaration(statement) ||
        ts.isClassDeclaration(statement),
    )
    .map((statement) => ({ file, name: nameOfStatement(statement) }));
}

/** The members of exported interfaces and type literals that have no doc comment, such as `lib/a.ts: Shape.width`. */
export function undocumentedMembers(file: string): readonly string[] {
  return exportedStatements(file).flatMap((statement) =>
    membersOf(statement)
      .filter((member) => !hasDocComment(member))
      .map((member) => `${file}: ${nameOfStatement(statement)}.${member.name?.getText() ?? ''}`),
  );
}

function exportedStatements(file: string): readonly ts.Statement[] {
  return parseSource(file).statements.filter(
    (statement) =>
      ts.canHaveModifiers(statement) &&
      ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword),
  );
}

function hasDocComment(node: ts.Node): boolean {
  const [doc] = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  return Boolean(doc?.comment);
}

/** The named members of an interface, and of a type that is a literal or an intersection with literals. */
function membersOf(statement: ts.Statement): readonly ts.TypeElement[] {
  const literals = ts.isTypeAliasDeclaration(statement) ? literalsOf(statement.type) : [];
  const declarations = ts.isInterfaceDeclaration(statement) ? [statement] : literals;
  return declarations.flatMap(({ members }) => members.filter((member) => !ts.isIndexSignatureDeclaration(member)));
}

function literalsOf(type: ts.TypeNode): readonly ts.TypeLiteralNode[] {
  if (ts.isIntersectionTypeNode(type)) return type.types.flatMap(literalsOf);
  return ts.isTypeLiteralNode(type) ? [type] : [];
}

function nameOfStatement(statement: ts.Statement): string {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.map(({ name }) => name.getText()).join();
  return (statement as ts.Statement & { readonly name?: ts.Node }).name?.getText() ?? 'default';
}

/** The number of lines of a file that hold code, whatever else they hold. */
export function codeLinesOf(file: string): number {
  const lines = parseSource(file).text.split('\n');
  return lines.filter((line) => !/^\s*(\/\/|\/\*|\*|$)/.test(line)).length;
}

/** The rings in a graph, each as the files that import each other in turn. */
export function ringsOf(edges: readonly (readonly [string, string])[]): readonly string[] {
  const targets = new Map<string, string[]>();
  for (const [from, to] of edges) targets.set(from, [...(targets.get(from) ?? []), to]);
  const rings: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, way: readonly string[]): void => {
    if (way.includes(file)) rings.push([...way.slice(way.indexOf(file)), file].join(' -> '));
    else if (!done.has(file)) for (const to of targets.get(file) ?? []) visit(to, [...way, file]);
    done.add(file);
  };
  for (const file of targets.keys()) visit(file, []);
  return rings;
}

/** A path from the top of the project for one that a tool gives. */
export function fromRoot(path: string): string {
  return relative(ROOT, join(ROOT, path)).split(sep).join('/');
}
