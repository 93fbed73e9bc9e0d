/**
 * The directions of imports: electron → engine → graph-nodes ← renderer, and one way between the folders inside each.
 * `npm run depcruise` checks them. Each row lists the folders that a folder may import, in addition to its own files. A row
 * may only name folders above it, so that folders cannot form a circle. A name without a row includes all folders below
 * it.
 *
 * @type {Record<string, string[]>}
 */
export const mayImport = {
  'graph-nodes/graph': [],
  'graph-nodes/datasets': ['graph-nodes/graph'],
  'graph-nodes/layers': ['graph-nodes/graph', 'graph-nodes/datasets'],
  'graph-nodes/nodes': ['graph-nodes/graph', 'graph-nodes/datasets', 'graph-nodes/layers'],
  'graph-nodes/picture': ['graph-nodes/graph', 'graph-nodes/datasets', 'graph-nodes/nodes'],
  'graph-nodes/study': ['graph-nodes/graph', 'graph-nodes/datasets', 'graph-nodes/nodes'],
  'graph-nodes/lesson': ['graph-nodes/graph', 'graph-nodes/datasets', 'graph-nodes/nodes'],

  'engine/contract': ['graph-nodes/graph', 'graph-nodes/datasets', 'graph-nodes/study', 'graph-nodes/lesson'],
  'engine/platform': [],
  'engine/protos': [],
  'engine/files': ['graph-nodes', 'engine/contract', 'engine/protos'],
  'engine/model': ['graph-nodes', 'engine/contract'],
  'engine/recorder': ['graph-nodes', 'engine/contract', 'engine/protos', 'engine/files'],
  'engine/data': ['graph-nodes', 'engine/contract', 'engine/files'],
  'engine/backends': ['engine/contract', 'engine/platform', 'engine/protos', 'engine/files', 'engine/recorder'],
  'engine/training': [
    'graph-nodes',
    'engine/contract',
    'engine/files',
    'engine/model',
    'engine/recorder',
    'engine/data',
    'engine/backends',
  ],
  'engine/runs': [
    'graph-nodes',
    'engine/contract',
    'engine/platform',
    'engine/files',
    'engine/model',
    'engine/data',
    'engine/backends',
    'engine/training',
  ],
  'engine/stage': [
    'graph-nodes',
    'engine/contract',
    'engine/platform',
    'engine/files',
    'engine/model',
    'engine/data',
    'engine/backends',
    'engine/training',
    'engine/runs',
  ],
  'engine/bench': [
    'graph-nodes',
    'engine/contract',
    'engine/platform',
    'engine/data',
    'engine/backends',
    'engine/training',
    'engine/runs',
  ],
  'engine/studies': [
    'graph-nodes',
    'engine/contract',
    'engine/platform',
    'engine/files',
    'engine/model',
    'engine/backends',
    'engine/training',
    'engine/runs',
    'engine/bench',
  ],
  'engine/results': ['graph-nodes', 'engine/contract', 'engine/files', 'engine/runs', 'engine/studies'],
  'engine/export': [
    'graph-nodes',
    'engine/contract',
    'engine/platform',
    'engine/files',
    'engine/model',
    'engine/recorder',
    'engine/backends',
    'engine/training',
    'engine/runs',
    'engine/results',
    'engine/stage',
  ],
  'engine/service': [
    'graph-nodes',
    'engine/contract',
    'engine/platform',
    'engine/files',
    'engine/data',
    'engine/model',
    'engine/backends',
    'engine/training',
    'engine/runs',
    'engine/stage',
    'engine/studies',
    'engine/results',
    'engine/export',
  ],
  'engine/hosts': [
    'engine/contract',
    'engine/platform',
    'engine/backends',
    'engine/stage',
    'engine/studies',
    'engine/service',
  ],
  'engine/cli': ['graph-nodes', 'engine'],

  electron: ['graph-nodes', 'engine'],

  'renderer/words': ['graph-nodes', 'engine/contract'],
  'renderer/ui': ['graph-nodes', 'engine/contract', 'renderer/words'],
  'renderer/documents': ['graph-nodes', 'engine/contract', 'renderer/words', 'renderer/ui'],
  'renderer/session': ['graph-nodes', 'engine/contract', 'renderer/words', 'renderer/ui', 'renderer/documents'],
  'renderer/commands': [
    'graph-nodes',
    'engine/contract',
    'renderer/words',
    'renderer/ui',
    'renderer/documents',
    'renderer/session',
  ],
  'renderer/stage': ['graph-nodes', 'engine/contract', 'renderer/words', 'renderer/ui'],
  'renderer/insides': ['graph-nodes', 'engine/contract', 'renderer/words', 'renderer/ui', 'renderer/stage'],
  'renderer/page': ['graph-nodes', 'engine/contract', 'renderer/words', 'renderer/ui', 'renderer/stage'],
  'renderer/canvas': [
    'graph-nodes',
    'engine/contract',
    'renderer/words',
    'renderer/ui',
    'renderer/documents',
    'renderer/session',
    'renderer/commands',
    'renderer/insides',
  ],
  'renderer/panels': [
    'graph-nodes',
    'engine/contract',
    'renderer/words',
    'renderer/ui',
    'renderer/documents',
    'renderer/session',
    'renderer/commands',
    'renderer/insides',
    'renderer/stage',
    'renderer/canvas',
  ],
  renderer: ['graph-nodes', 'engine/contract', 'presets'],
};

/** Packages that only some files may import, with these files. */
const packages = [
  {
    name: 'electron-package',
    comment: 'Only electron/ imports Electron, and the test build for an older one.',
    modules: ['electron'],
    files: ['electron/', 'test/packages/older-electron/'],
  },
  {
    name: 'view-packages',
    comment: 'Only renderer/ and the .tsx files of test/ import React and the packages that draw with it.',
    modules: ['react', 'react-dom', '@xyflow', '@mantine', '@tabler', 'recharts', 'zustand', 'zundo'],
    files: ['renderer/', 'test/.*\\.tsx$'],
  },
  {
    name: 'tensor-packages',
    comment: 'Tensors are used in graph-nodes/nodes/*/layer.ts, graph-nodes/layers, engine/ and tests.',
    modules: ['@tensorflow'],
    files: [
      'graph-nodes/nodes/[^/]+/(layer|denoiser|parts)\\.ts$',
      'graph-nodes/layers/',
      'graph-nodes/.*\\.test\\.ts$',
      'engine/(?!contract/)',
      'test/',
    ],
  },
];

/** Files that may import modules of Node. The others run in a browser too. */
const nodeFiles = [
  'build/',
  'docs/scripts/',
  'graph-nodes/nodes/[^/]+/dataset\\.ts$',
  'graph-nodes/datasets/[^/]+/feature-(files|folder|reader|thread)\\.ts$',
  'graph-nodes/.*\\.test\\.ts$',
  'engine/(?!contract/(?!.*\\.test\\.ts$))',
  'electron/',
  'test/',
];

const test = '\\.test\\.tsx?$';
const layers = ['graph-nodes', 'engine', 'electron', 'renderer', 'presets', 'test'];
const anyOf = (paths) => `^(${paths.join('|')})`;
const folders = (names) => anyOf(names.map((name) => `${name}/`));
const list = (names) => (names.length > 0 ? names.join(', ') : 'no other folder');

/** Rows below a row: the files of `renderer/canvas` follow the row of that folder, not the one of `renderer`. */
const rowsBelow = (folder) => Object.keys(mayImport).filter((row) => row.startsWith(`${folder}/`));

const directions = Object.entries(mayImport).map(([folder, imports]) => ({
  name: `imports-of-${folder.replace('/', '-')}`,
  comment: `${folder}/ may import ${list(imports)}: move the file, or the code that it needs, to the right folder.`,
  severity: 'error',
  from: { path: folders([folder]), pathNot: [test, ...rowsBelow(folder).map((row) => `^${row}/`)] },
  to: { path: folders(layers), pathNot: folders([folder, ...imports]) },
}));

/** Tests beside the sources may import their whole layer, the imports of that layer, and test/. */
const directionsOfTests = ['graph-nodes', 'engine', 'electron', 'renderer'].map((layer) => {
  const rows = Object.keys(mayImport).filter((row) => row === layer || row.startsWith(`${layer}/`));
  const imports = [...new Set(rows.flatMap((row) => mayImport[row]))].filter((name) => !name.startsWith(`${layer}/`));
  return {
    name: `imports-of-tests-in-${layer}`,
    comment: `A test in ${layer}/ may import ${list([layer, 'test', ...imports])}: move it to test/ if it needs more.`,
    severity: 'error',
    from: { path: `^${layer}/.*${test}` },
    to: { path: folders(layers), pathNot: folders([layer, 'test', ...imports]) },
  };
});

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-circle',
      comment: 'Files import each other in a circle: move their shared code to a separate file.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    ...directions,
    ...directionsOfTests,
    ...packages.map(({ name, comment, modules, files }) => ({
      name,
      comment,
      severity: 'error',
      from: { pathNot: anyOf(files) },
      to: { path: `(^|/)node_modules/(@types/)?(${modules.join('|')})/` },
    })),
    {
      name: 'node-modules-of-node',
      comment: 'This file runs in a browser too, so it imports no module of Node.',
      severity: 'error',
      from: { pathNot: anyOf(nodeFiles) },
      to: { dependencyTypes: ['core'] },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    doNotFollow: { path: 'node_modules' },
  },
};
