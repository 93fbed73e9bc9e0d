const layerOf = (folder) => folder.split('/')[0];

const below = (name, folders) => folders.filter((folder) => folder.startsWith(`${name}/`));

/** Folders that a name of the table stands for: itself, or all folders below it. */
const expanded = (name, folders) => (folders.includes(name) ? [name] : below(name, folders));

/**
 * Imports that no chain of other imports implies.
 * @param {Map<string, Set<string>>} imports
 */
function reduced(imports) {
  const reach = new Map();
  const reachOf = (folder) => {
    const known = reach.get(folder);
    if (known) return known;
    const all = new Set([...(imports.get(folder) ?? [])].flatMap((to) => [to, ...reachOf(to)]));
    reach.set(folder, all);
    return all;
  };
  return [...imports].flatMap(([from, targets]) =>
    [...targets]
      .filter((to) => ![...targets].some((other) => other !== to && reachOf(other).has(to)))
      .map((to) => [from, to]),
  );
}

/**
 * A Mermaid drawing of the folders and their imports, from the table in .dependency-cruiser.mjs. An arrow leads from a folder to
 * one that it may import. Imports that follow from others are left out.
 * @param {Record<string, string[]>} mayImport
 */
export function drawingOf(mayImport) {
  const folders = Object.keys(mayImport);
  const imports = new Map(
    folders.map((folder) => [
      folder,
      // A folder imports those below it without a row.
      new Set(
        [...mayImport[folder].flatMap((name) => expanded(name, folders)), ...below(folder, folders)].filter(
          (name) => name !== folder,
        ),
      ),
    ]),
  );
  const id = (folder) => folder.replaceAll(/[^a-z]/g, '_');
  const layers = [...new Set(folders.map(layerOf))];
  const boxes = layers.flatMap((layer) => [
    `  subgraph ${id(layer)}_layer["${layer}"]`,
    ...folders
      .filter((folder) => layerOf(folder) === layer)
      .map((folder) => `    ${id(folder)}["${folder.split('/')[1] ?? `${folder}/*`}"]`),
    '  end',
  ]);
  const arrows = reduced(imports).map(([from, to]) => `  ${id(from)} --> ${id(to)}`);
  return ['```mermaid', 'flowchart TB', ...boxes, ...arrows, '```'].join('\n');
}
