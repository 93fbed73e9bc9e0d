/**
 * Places of pages whose text is made by `npm run docs`: the lines around it.
 * @type {Readonly<Record<'drawing' | 'results', readonly [string, string]>>}
 */
export const marks = {
  drawing: ['<!-- drawing of the imports: npm run docs -->', '<!-- end of the drawing -->'],
  results: ['<!-- results: npm run docs -->', '<!-- end of the results -->'],
};

/**
 * A page with other text between two marks.
 * @param {string} page
 * @param {readonly [string, string]} marks
 * @param {string} text
 * @throws {Error} if the page lacks the marks
 */
export function withMarked(page, [begin, end], text) {
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`The page lacks the lines ${begin} and ${end}.`);
  return `${page.slice(0, from + begin.length)}\n\n${text}\n\n${page.slice(to)}`;
}
