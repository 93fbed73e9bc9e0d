/** Names of the processes in a result of the soak test, and on the page. */
const processes = {
  'engine-process': 'engine',
  'page-process': 'page process',
  studio: '`studio serve`',
  browser: 'page in the browser',
};

/**
 * The figures of a long test for docs/measured/long-tests.json, from the result that the test wrote.
 * @type {Readonly<Record<'fuzz' | 'storm' | 'soak', (result: any) => Readonly<Record<string, unknown>>>>}
 */
export const figuresOf = {
  storm: ({ kills, runs }) => ({ kills, runs }),

  fuzz: ({ parsers }) => ({
    parsers: parsers.map(({ parser, inputs, accepted, longest }) => ({
      parser,
      inputs,
      /** In percent. */
      accepted: (100 * accepted) / inputs,
      longest,
    })),
  }),

  soak({ samples, faults, growth }) {
    const { hours, runs, actions } = samples.at(-1);
    return {
      minutes: Math.round(60 * hours),
      runs,
      actions,
      failedActions: faults.length,
      growth: Object.entries(processes).map(([name, process]) => ({
        process,
        heap: growth[`${name} heap`],
        resident: growth[`${name} rss`],
      })),
    };
  },
};
