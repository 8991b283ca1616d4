/** The colors of the page on light and dark screens: those of the picture, each with enough contrast for text. */
const COLORS = {
  page: ['#ffffff', '#0d1117'],
  ink: ['#1f2328', '#e6edf3'],
  soft: ['#57606a', '#9da7b3'],
  line: ['#d0d7de', '#30363d'],
  field: ['#f6f8fa', '#161b22'],
  hover: ['#eaeef2', '#21262d'],
  accent: ['#0b5cb5', '#58a6ff'],
  good: ['#116329', '#3fb950'],
  warning: ['#7d4e00', '#d29922'],
  bad: ['#b31d28', '#ff7b72'],
} as const;

const BASE = `
* { box-sizing: border-box; }
[hidden] { display: none !important; }
html { color-scheme: light dark; }
body { margin: 0; height: 100vh; display: grid; grid-template: auto 1fr / 1fr auto; background: var(--page); color: var(--ink);
  font: 14px/1.45 "Red Hat Text", "Segoe UI", "Helvetica Neue", Arial, sans-serif; }
header { grid-column: 1 / -1; display: flex; flex-wrap: wrap; align-items: center; gap: 8px 20px; padding: 10px 18px 0; border-bottom: 1px solid var(--line); }
h1 { font-size: 16px; margin: 0; }
header > .note { margin: 0; }
.find { margin-left: auto; }
h2 { font-size: 17px; margin: 0; overflow-wrap: anywhere; }
h3 { font-size: 13px; margin: 18px 0 6px; color: var(--soft); }
main { min-width: 0; min-height: 0; display: grid; }
main > section, #parts { min-width: 0; min-height: 0; }
#parts { display: contents; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.print { display: none; }
.note { color: var(--soft); font-size: 12px; overflow-wrap: anywhere; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 1px; border-radius: 4px; }
button, input { font: inherit; color: inherit; }
button { background: var(--field); border: 1px solid var(--line); border-radius: 6px; padding: 4px 10px; cursor: pointer; }
button:hover { background: var(--hover); }
button.link { border: 0; padding: 0; background: none; color: var(--accent); text-align: left; overflow-wrap: anywhere; }
button.link:hover { text-decoration: underline; }`;

const TOP = `
#tabs { display: flex; flex-wrap: wrap; order: 3; flex-basis: 100%; gap: 2px; }
[role=tab] { border: 0; border-bottom: 3px solid transparent; border-radius: 6px 6px 0 0; background: none; padding: 6px 12px 7px; color: var(--soft); }
[role=tab][aria-selected=true] { border-color: var(--accent); color: var(--ink); font-weight: 600; }
.find { position: relative; width: min(340px, 100%); }
.find input { width: 100%; padding: 6px 10px; border: 1px solid var(--line); border-radius: 6px; background: var(--field); }
.find input::placeholder { color: var(--soft); opacity: 1; }
#found { position: absolute; z-index: 3; right: 0; top: calc(100% + 4px); width: max(100%, min(440px, 92vw)); max-height: 60vh; overflow: auto;
  margin: 0; padding: 4px; list-style: none; background: var(--page); border: 1px solid var(--line); border-radius: 8px; box-shadow: 0 8px 24px rgb(0 0 0 / .25); }
#found button { display: block; width: 100%; text-align: left; border: 0; background: none; }
#found button:hover, #found button:focus { background: var(--hover); }
#found .note { display: block; }
li.note { padding: 4px 10px; }`;

const PICTURE = `
#picture { position: relative; display: grid; overflow: hidden; }
#tools { position: absolute; z-index: 2; left: 14px; top: 12px; display: flex; flex-wrap: wrap; gap: 8px; }
#tools button, .choices { background: var(--page); }
.choices { display: flex; margin: 0; padding: 0; border: 1px solid var(--line); border-radius: 6px; overflow: hidden; }
.choices label { cursor: pointer; }
.choices input { position: absolute; opacity: 0; pointer-events: none; }
.choices span { display: block; padding: 4px 12px; text-transform: capitalize; }
.choices input:checked + span { background: var(--accent); color: var(--page); }
.choices input:focus-visible + span { outline: 3px solid var(--accent); outline-offset: -5px; outline-color: var(--page); }
.buttons { display: flex; }
.buttons button { border-radius: 0; margin-left: -1px; min-width: 34px; }
.buttons button:first-child { border-radius: 6px 0 0 6px; }
.buttons button:last-child { border-radius: 0 6px 6px 0; }
.buttons button:only-child { border-radius: 6px; }
#area { min-height: 0; overflow: hidden; touch-action: none; cursor: grab; user-select: none; padding-top: 52px; display: grid; }
#area:active { cursor: grabbing; }
.drawing { min-height: 0; min-width: 0; display: grid; }
.drawing svg { width: 100%; height: 100%; display: block; }
.drawing p { margin: auto; max-width: 40em; padding: 24px; }
[data-id] { cursor: pointer; outline: none; transition: opacity .15s; }
.pale { opacity: .18; }
.node[data-id]:hover > .box, .node[data-id]:focus-visible > .box, .node.selected > .box { stroke: var(--accent); stroke-width: 3; }
.edge[data-id]:hover path, .edge[data-id]:focus-visible path, .edge.selected path { stroke-width: 5; }
.edge[data-id]:focus-visible path, .edge.selected path { stroke: var(--accent); }
.edge[data-id]:focus-visible polygon, .edge.selected polygon { fill: var(--accent); }
.edge path { pointer-events: stroke; }
.node.workload[data-id]:hover text, .node.workload[data-id]:focus-visible text, .node.workload.selected text { fill: var(--accent); text-decoration: underline; }
:where(.tile) > .box { fill: var(--field); stroke: var(--line); }
.tile-text { font-size: 13px; }
.tile.unknown > .box { stroke-dasharray: 4 3; }`;

const PANEL = `
#panel { width: min(460px, 92vw); min-height: 0; display: flex; flex-direction: column; border-left: 1px solid var(--line); background: var(--page); }
.panel-top { display: flex; align-items: start; gap: 12px; padding: 14px 16px 10px; border-bottom: 1px solid var(--line); }
.panel-top h2 { flex: 1; outline: none; }
.panel-body { overflow: auto; padding: 4px 16px 24px; }
.kind { display: block; font-size: 12px; font-weight: 400; color: var(--soft); }
.close { font-size: 18px; line-height: 1; padding: 4px 9px; }
dl { display: grid; grid-template-columns: auto 1fr; gap: 4px 14px; margin: 12px 0; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
.plain { list-style: none; margin: 0 0 6px; padding: 0; }
.plain li { padding: 2px 0; }
details { border: 1px solid var(--line); border-radius: 6px; }
summary { padding: 6px 10px; cursor: pointer; }
summary .note { display: block; }
.object-name { font-weight: 600; overflow-wrap: anywhere; }
pre { margin: 0; padding: 10px 12px; overflow: auto; max-height: 60vh; background: var(--field); border-top: 1px solid var(--line); font: 12px/1.5 ui-monospace, "Red Hat Mono", Menlo, Consolas, monospace; }
.finding { border-left: 3px solid var(--line); padding: 2px 10px; margin: 6px 0; }
.finding p { margin: 2px 0; }
.mark { font-weight: 600; white-space: nowrap; }
.mark.good, .mark.added { color: var(--good); }
.mark.warning, .mark.changed { color: var(--warning); }
.mark.bad, .mark.error, .mark.removed { color: var(--bad); }
.mark.unknown, .mark.info { color: var(--soft); }`;

const TABLES = `
.part { overflow: auto; padding: 14px 18px 40px; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 7px 14px 7px 0; border-bottom: 1px solid var(--line); font-weight: 400; overflow-wrap: break-word; }
thead th { position: sticky; top: -14px; background: var(--page); color: var(--soft); font-size: 12px; white-space: nowrap; }
td code { overflow-wrap: anywhere; font: 11px/1.5 ui-monospace, Menlo, Consolas, monospace; color: var(--soft); }
.none { color: var(--soft); }
@media (max-width: 800px) {
  body { grid-template-columns: 1fr; }
  #panel { position: fixed; inset: 0 0 0 auto; z-index: 4; }
}`;

const PRINT = `
@media print {
  body { display: block; height: auto; }
  #tabs, .find, #tools, .close, #live { display: none !important; }
  main, #picture, #area, .drawing { display: block; overflow: visible; padding: 0; }
  main [role=tabpanel][hidden] { display: block !important; }
  .print { display: block; margin: 0 0 8px; }
  .part { overflow: visible; padding: 18px 0 0; break-before: page; }
  .drawing svg { width: 100%; height: auto; max-height: 92vh; }
  tr, .finding, details { break-inside: avoid; }
  thead th { position: static; }
  .pale { opacity: 1; }
  pre { max-height: none; white-space: pre-wrap; }
  #panel { width: auto; border: 0; break-before: page; }
  button.link { color: inherit; }
}
@media (prefers-reduced-motion: reduce) { [data-id] { transition: none; } }
@media (forced-colors: active) { .node:focus-visible > .box, .node.selected > .box { stroke: Highlight; } }`;

/** The style of the page around the picture, for light and dark screens and for paper. */
export function pageStyle(): string {
  const variables = (scheme: 0 | 1) =>
    Object.entries(COLORS)
      .map(([name, colors]) => `--${name}: ${colors[scheme]};`)
      .join(' ');
  const dark = `@media screen and (prefers-color-scheme: dark) { :root { ${variables(1)} } }`;
  return [`:root { ${variables(0)} }`, dark, BASE, TOP, PICTURE, PANEL, TABLES, PRINT].join('\n').replace(/\n+/g, '\n');
}
