/** Text of the pages that are made from measurements and from the code. The functions are pure, so that a test can repeat them. */

const number = (value, digits = 1) => (value === null || value === undefined ? '–' : value.toFixed(digits));
const signed = (value, digits = 1) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(digits)}`;
const minus = (text) => text.replace(/^-(?=.*[1-9])/, '−').replace(/^-/, '');

/** @param {readonly string[]} headings @param {readonly (readonly string[])[]} rows the first column is text, the others are figures */
const table = (headings, rows, text = 1) =>
  [headings, headings.map((_, index) => (index < text ? '---' : '---:')), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');

/** Command, commit, date and machine of a measurement. */
const origin = ({ command, commit, date, machine }) =>
  [`- Command: \`${command}\``, `- Commit ${commit}, ${date}`, `- Machine: ${machine}`].join('\n');

const section = (title, ...blocks) => [`## ${title}`, ...blocks.filter(Boolean)].join('\n\n');

const meanOf = (cell) =>
  cell ? (cell.deviation === null ? number(cell.mean) : `${number(cell.mean)} ± ${number(cell.deviation)}`) : '–';

const listOf = (items) => (items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`);

/**
 * Figures of docs/results.md.
 * @param {Readonly<Record<string, any>>} measured docs/measured/results.json
 */
export function resultsPage({ repair, methods, ceiling, strongest, questions }) {
  return `${[
    '# Results',
    '`npm run docs:results` measures all figures and writes this page. Each section states its command, the last commit that changed the measured code, the date and the machine. Edit `docs/scripts/pages.mjs` to change the text.',
    repair && repairSection('Collapse and repair', claimText, repair),
    methods && repairSection('All methods', methodsText, methods),
    ceiling && ceilingSection(ceiling),
    strongest && strongestSection(strongest),
    questions && questionsSection(questions),
  ]
    .filter(Boolean)
    .join('\n\n')}\n`;
}

/** Meaning of the letters in the names of rows: A is the model without repair, B a repair, C and D are controls. */
const legend = [
  '- **A**: trained on complete pairs alone, tested with a missing modality.',
  '- **B**: the zero-fill model of A, frozen, with a repair in front of it. The repair alone trains, for two epochs.',
  '- **C**: a control that trains on all three scenarios. Each row learns to answer from the present modality, so these rows do not test a repair.',
  '- **D**: a control with the real features in place of the recalled ones.',
];

/** Rows whose difference to a row is shown. */
const shownAgainst = {
  'A: zero fill, complete only': (name) => name.startsWith('B'),
  'B: RMM': (name) => ['B: RMM + AVR', 'B: RMM with summed reads'].includes(name),
  'B: feed-forward': (name) => name.startsWith('B: RMM'),
};

const claimText =
  "The paper's claim, tested on Orchestra: a model that was trained on complete pairs alone loses accuracy when a modality is missing, and a generator restores a part of it. Here, a generator in front of the frozen model restores more than half of the lost accuracy.";

const methodsText =
  'The same experiment with more methods of the study `collapse-and-repair`. [paper-deviations.md](paper-deviations.md) describes the methods. Missing-aware prompts recall nothing, so they train on the loss of the answers. The other repairs train without it.';

function repairSection(title, text, { rows, differences, seeds, backend, threads, ...measurement }) {
  const groups = [...new Set(rows.map(({ name }) => name.slice(0, 1)))];
  const figures = ['complete.overall', 'audioMissing.overall', 'visualMissing.overall'];
  const restored = ['audioMissing.restored', 'visualMissing.restored'];
  const shares = (row) => restored.map((key) => (row.figures[key] ? `${number(row.figures[key].mean, 0)} %` : '–'));
  return section(
    title,
    `${text} Accuracy in percent on held-out questions, mean ± standard deviation over the seeds ${listOf(seeds)}. *Restored* is the share of the lost points that a repair gives back. Backend \`${backend}\`, ${threads} thread a run.`,
    legend.filter((line) => groups.some((group) => line.startsWith(`- **${group}**`))).join('\n'),
    table(
      ['row', 'complete', 'audio missing', 'visual missing', 'restored, audio', 'restored, visual'],
      rows.map((row) => [row.name, ...figures.map((key) => meanOf(row.figures[key])), ...shares(row)]),
    ),
    'Differences in percentage points, with the 95 % interval of a paired bootstrap over videos. The bootstrap treats the trained models as given; compare the standard deviations for the spread over seeds.',
    table(
      ['row', 'against', 'audio missing', 'visual missing'],
      differences
        .filter(({ name, against, figures }) => figures['audioMissing.against'] && shownAgainst[against]?.(name))
        .map(({ name, against, figures }) => [
          name,
          against,
          ...['audioMissing.against', 'visualMissing.against'].map((key) => intervalOf(figures[key])),
        ]),
      2,
    ),
    recallTable(rows),
    origin(measurement),
  );
}

const intervalOf = (cell) =>
  cell ? `${signed(cell.mean)} [${minus(number(cell.low))}, ${minus(number(cell.high))}]` : '–';

function recallTable(rows) {
  const keys = ['audioMissing.recall', 'visualMissing.recall'];
  const recalling = rows.filter(({ figures }) => keys.some((key) => figures[key]));
  if (recalling.length === 0) return '';
  return [
    'Share of the variance of the missing features that the recall explains, in percent. Below 0, the recall is worse than the mean of the features. The visual map contains positions, which cannot be heard, so less of its variance can be explained.',
    table(
      ['row', 'audio', 'visual'],
      recalling.map((row) => [row.name, ...keys.map((key) => minus(meanOf(row.figures[key])))]),
    ),
  ].join('\n\n');
}

const knownNames = {
  complete: 'audio, visual and question',
  audioMissing: 'visual and question',
  visualMissing: 'audio and question',
  questionOnly: 'question',
};

function ceilingSection({ accuracy, questions, samples, ...measurement }) {
  return section(
    'Best possible accuracy on Orchestra',
    `Accuracy in percent of the most probable answer, given the known inputs without noise on the features. It is estimated from ${samples} random scenes for each video and scenario, over ${questions} held-out questions.`,
    table(
      ['known', 'overall'],
      Object.entries(accuracy).map(([known, { overall }]) => [knownNames[known] ?? known, number(overall)]),
    ),
    origin(measurement),
  );
}

const accuracyRow = (accuracy) =>
  ['complete', 'audioMissing', 'visualMissing'].map((scenario) => number(accuracy[scenario]?.overall));

function strongestSection({ seed, backend, steps, accuracy, ...measurement }) {
  return section(
    'The strongest model on Orchestra',
    `\`presets/orchestra-strongest.json\` has 20,000 scenes and a head whose stages are gated by the question. Accuracy in percent, seed ${seed}, backend \`${backend}\`${steps ? `, ${steps} steps` : ''}.`,
    table(['complete', 'audio missing', 'visual missing'], [accuracyRow(accuracy)], 0),
    origin(measurement),
  );
}

const typeNames = {
  audioCounting: 'audio, counting',
  audioComparative: 'audio, comparative',
  visualCounting: 'visual, counting',
  visualLocation: 'visual, location',
  audioVisualExistential: 'audio-visual, existential',
  audioVisualCounting: 'audio-visual, counting',
  audioVisualLocation: 'audio-visual, location',
  audioVisualComparative: 'audio-visual, comparative',
  audioVisualTemporal: 'audio-visual, temporal',
};

function questionsSection({ seed, backend, accuracy, baseline, ...measurement }) {
  const { complete } = accuracy;
  const types = Object.entries(complete).filter(([key, value]) => value !== null && key in typeNames);
  return section(
    'MUSIC-AVQA from the question alone',
    `A model without audio and visual features on the published validation annotations, which are split by video. Seed ${seed}, backend \`${backend}\`. Accuracy in percent on the held-out questions. The most frequent answer of the training questions reaches ${number(baseline.mostFrequent)}, the most frequent answer of each question type ${number(baseline.mostFrequentPerType)}.`,
    table(
      ['questions', 'accuracy'],
      [['all', number(complete.overall)], ...types.map(([key, value]) => [typeNames[key], number(value)])],
    ),
    origin(measurement),
  );
}

/**
 * Figures of docs/performance.md.
 * @param {Readonly<Record<string, any>>} measured docs/measured/performance.json
 * @param {Readonly<Record<string, any>>} tests docs/measured/long-tests.json
 */
export function performancePage({ steps, start }, tests) {
  return `${[
    '# Performance',
    '`npm run docs:performance` measures the times of steps and writes this page. The figures of the long tests are stored in `docs/measured/long-tests.json`. Each section states its command, the last commit that changed the measured code, the date and the machine. Edit `docs/scripts/pages.mjs` to change the text.',
    steps && stepsSection(steps),
    start && startSection(start),
    longTests(tests),
  ]
    .filter(Boolean)
    .join('\n\n')}\n`;
}

/** Rows of the table in README, by name in docs/results.md. The first is the model without repair. */
const rowsOfReadme = {
  'A: zero fill, complete only': 'no repair (zeros)',
  'B: RMM': 'RMM generator',
  'B: RMM + AVR': 'RMM generator + AVR diffusion',
  'B: feed-forward': 'feed-forward imputer',
};

/**
 * The table of README and the step time: at most ten figures, all of which are on the two pages.
 * @param {Readonly<Record<string, any>>} results docs/measured/results.json
 * @param {Readonly<Record<string, any>>} performance docs/measured/performance.json
 */
export function resultsOfReadme({ repair }, { steps }) {
  const figures = ['complete.overall', 'audioMissing.overall', 'visualMissing.overall'];
  const rows = Object.entries(rowsOfReadme).map(([name, title], index) => {
    const row = repair?.rows.find((candidate) => candidate.name === name);
    // A repair in front of a frozen model leaves the complete scenario as it is.
    return [
      title,
      ...figures.map((key, column) => (index > 0 && column === 0 ? 'same' : number(row?.figures[key]?.mean))),
    ];
  });
  const fastest = steps?.rows.find(({ size, backend }) => size === 'preset' && backend === 'onnx');
  return [
    `The paper's claim, tested on Orchestra: a model that was trained on complete pairs alone loses accuracy when a modality is missing. Here, a generator in front of the frozen model restores more than half of the lost accuracy. Accuracy in percent on held-out questions, mean over ${repair?.seeds.length ?? 0} seeds:`,
    table(['repair', 'complete', 'audio missing', 'visual missing'], rows),
    `Orchestra is a small synthetic dataset, so compare the rows with each other and not with the paper. [docs/results.md](docs/results.md) has all methods, standard deviations and intervals. ${
      fastest?.speedUp
        ? `PyTorch needs ${number(fastest.speedUp, 1)} times as long for a training step of the pipeline on the same processor ([docs/performance.md](docs/performance.md)).`
        : '[docs/performance.md](docs/performance.md) has times.'
    } [docs/limits.md](docs/limits.md) lists what was not measured.`,
  ].join('\n\n');
}

const sizeTexts = {
  preset: '`preset` is `presets/orchestra-rmm-avr.json` as it is: T 3, C 64, batch 32.',
  middle: '`middle` has T 10, C 128, 7 × 7 cells, batch 32.',
  full: '`full` is the configuration of the paper: T 10, C 512, 14 × 14 cells, L 75, K 10, the U-Net, batch 4.',
};

function stepsSection({ rows, peakGflops, rounds, ...measurement }) {
  const sizes = [...new Set(rows.map(({ size }) => size))];
  return section(
    'Training steps',
    `Time of one training step of the whole pipeline, with its three passes, all losses and Adam. ${sizes.map((size) => sizeTexts[size]).join(' ')} Each row is measured in a separate process. A figure is the median of ${rounds} ${rounds === 1 ? 'round' : 'rounds'}, and one round is the median of its steps. PyTorch runs the same step eagerly (\`test/bench/torch_step.py\`). *Speed-up* is the time in PyTorch divided by the time of the row in the same round. It is the median over the rounds, so it can differ from the ratio of the two times in the table. A product of 1024 × 1024 matrices reaches ${number(peakGflops, 0)} GFLOP/s on this machine.`,
    table(
      [
        'size',
        'backend',
        'ms per step',
        'samples per second',
        'speed-up over PyTorch',
        'GFLOP/s',
        'peak memory, MiB',
        'seconds to first step',
      ],
      rows.map((row) => [
        row.size,
        row.backend,
        number(1000 * row.secondsPerStep),
        number(row.samplesPerSecond, 0),
        row.speedUp === null ? '–' : `${number(row.speedUp)} ×`,
        number(row.gflops),
        number(row.peakMemoryMiB, 0),
        number(row.secondsToFirstPoint, 2),
      ]),
      2,
    ),
    origin(measurement),
  );
}

function startSection({ starts, address, shown, usable, ...measurement }) {
  return section(
    'Start',
    `Milliseconds from the start of \`studio serve\` until it prints its address, until an open browser without stored state shows the graph, and until a node was found by search and added. Medians of ${starts} starts.`,
    table(['address', 'graph', 'node added'], [[address, shown, usable].map((value) => number(value, 0))], 0),
    origin(measurement),
  );
}

/** Longest tests, from docs/measured/long-tests.json: kills, mutated files and memory. */
function longTests({ storm, fuzz, soak }) {
  return [
    section(
      'Long tests',
      '[reliability.md](reliability.md) describes these tests. They run beside other programs, so their times are no benchmarks.',
    ),
    storm && stormSection(storm),
    fuzz && fuzzSection(fuzz),
    soak && soakSection(soak),
  ]
    .filter(Boolean)
    .join('\n\n');
}

const subsection = (...blocks) => `#${section(...blocks)}`;

function stormSection({ kills, runs, seconds, ...measurement }) {
  return subsection(
    'Kills at random moments',
    `${kills} kills in ${seconds} seconds, in which ${runs} runs finished. Each had the same files as an uninterrupted run, byte for byte, and no other file.`,
    origin(measurement),
  );
}

function fuzzSection({ parsers, seconds, ...measurement }) {
  return subsection(
    'Mutated files',
    `Each input was accepted, or refused with one sentence. Accepted inputs include mutations that leave a file valid. The test took ${seconds} seconds. The last column is the longest processor time of one input.`,
    table(
      ['parser', 'inputs', 'accepted', 'longest'],
      parsers.map(({ parser, inputs, accepted, longest }) => [
        parser,
        `${inputs}`,
        `${number(accepted)} %`,
        `${number(longest, 0)} ms`,
      ]),
    ),
    origin(measurement),
  );
}

function soakSection({ minutes, runs, actions, failedActions, growth, ...measurement }) {
  const rate = ({ slope, margin }) => `${signed(slope, 2)} ± ${number(margin, 2)}`;
  return subsection(
    'Memory of a long session',
    `${runs} runs, one after another, and ${actions} actions in the page, of which ${failedActions} failed, in ${minutes} minutes. Growth in MiB per hour after the first 30 % of the time, ± half of a 95 % interval:`,
    table(
      ['process', 'JavaScript heap', 'resident memory'],
      growth.map(({ process, heap, resident }) => [process, rate(heap), rate(resident)]),
    ),
    origin(measurement),
  );
}
