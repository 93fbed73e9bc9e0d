/** Data of the engine in an element of the page. */
export function embedded<Data>(id: string): Data {
  const text = document.getElementById(id)?.textContent;
  if (text === null || text === undefined) throw new Error(`The page has no element “${id}”.`);
  return JSON.parse(text) as Data;
}
