/** A page as one file: the picture, its data, the style, and the script that makes it work. Nothing is loaded from elsewhere. */

import { createHash } from 'node:crypto';
import { styleText } from '../svg/style';
import { element, text, type Xml } from '../svg/xml';
import { PAGE_SCRIPT } from './generated/script';
import type { PageData } from './page-data';
import { pageStyle } from './style';

/**
 * Writes a page.
 *
 * @param data all that the page shows
 * @param pictures the views that are drawn, each as an element `svg`; a view without one says why
 */
export function pageText(data: PageData, pictures: ReadonlyMap<string, Xml>): string {
  const style = `${styleText()}\n${pageStyle()}`;
  const drawings = data.views.map(({ view, missing = '' }, i) => {
    const content = pictures.get(view) ?? text('p', {}, missing);
    return element('div', { class: 'drawing', 'data-view': view, ...(i > 0 && { hidden: '' }) }, [content]);
  });
  // Style and script are not escaped, as they are no XML. They are of this project, without a text of the input.
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="generator" content="ossm-fed graph">
<meta http-equiv="Content-Security-Policy" content="${policy(style)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${text('title', {}, data.title)}
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
${bodyText(data, drawings)}
<script type="application/json" id="data">${jsonText(data)}</script>
<script>${PAGE_SCRIPT}</script>
</body>
</html>
`;
}

function bodyText({ title, statusTime }: PageData, drawings: readonly Xml[]): Xml {
  const status = statusTime === undefined ? '' : text('p', { class: 'note' }, `Status as of ${statusTime}`);
  return `<header>
${text('h1', {}, title)}${status}
<div class="find" role="search">
<input id="find" type="search" placeholder="Search ( / )" aria-label="Search services, meshes, objects" autocomplete="off" spellcheck="false">
<ul id="found" hidden></ul>
</div>
<div id="tabs" role="tablist" aria-label="Picture and tables"></div>
</header>
<main>
<section id="picture">
<div id="tools"></div>
<div id="area">
${drawings.join('\n')}
</div>
</section>
<div id="parts"></div>
</main>
<aside id="panel" aria-labelledby="panel-title" hidden></aside>
<div id="live" class="unseen" role="status" aria-live="polite"></div>
<noscript>Tables, search and objects require JavaScript.</noscript>`;
}

/** Data as JSON, which cannot end the element that contains it. */
function jsonText(data: PageData): string {
  return JSON.stringify(data).replace(/</g, '\\u003c');
}

/** The policy with which a browser runs only this script and applies only this style, and loads nothing. */
function policy(style: string): string {
  return [
    "default-src 'none'",
    `script-src '${hashOf(PAGE_SCRIPT)}'`,
    `style-src '${hashOf(style)}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

function hashOf(content: string): string {
  return `sha256-${createHash('sha256').update(content).digest('base64')}`;
}
