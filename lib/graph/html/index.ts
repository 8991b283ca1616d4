/** The page. Only what writes pages loads this file. */

export { type PageContents, pageData } from './data';
export type { PageView } from './page-data';
export { pageText } from './write';
