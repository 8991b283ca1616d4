/**
 * Compiles the script of the page that `ossm-fed graph --format html` writes into a text, which is part of the program.
 *
 * Usage: npm run page
 */

import { writeFileSync } from 'node:fs';
import { pageScriptModule } from './page/script';

writeFileSync('lib/graph/html/generated/script.ts', pageScriptModule());
