// Functions that Electron 22 lacks and the main process, the engine and their processes call.
const os = require('os');

const define = (target, functions) => {
  for (const [name, value] of Object.entries(functions)) {
    if (!(name in target)) Object.defineProperty(target, name, { value, configurable: true, writable: true });
  }
};

define(os, { availableParallelism: () => os.cpus().length });
define(URL, {
  canParse(text, base) {
    try {
      return Boolean(new URL(text, base));
    } catch {
      return false;
    }
  },
});
define(globalThis, {
  structuredClone: (value) => require('v8').deserialize(require('v8').serialize(value)),
  crypto: require('crypto').webcrypto,
  File: function File() {},
  Response: function Response(body, { status = 200, headers = {} } = {}) {
    Object.assign(this, { body, status, headers });
  },
});
define(Array.prototype, {
  toSorted(compare) {
    return [...this].sort(compare);
  },
  toReversed() {
    return [...this].reverse();
  },
  findLast(isWanted) {
    return [...this].reverse().find(isWanted);
  },
  findLastIndex(isWanted) {
    return this.length - 1 - [...this].reverse().findIndex(isWanted);
  },
});
define(AbortSignal.prototype, {
  throwIfAborted() {
    if (this.aborted) throw this.reason ?? new Error('aborted');
  },
});
if (process.type === 'browser') {
  const { protocol } = require('electron');
  define(protocol, {
    handle: (scheme, answer) =>
      protocol.registerBufferProtocol(scheme, async (request, callback) => {
        const { body, status, headers } = await answer(request);
        const [mimeType] = headers['content-type'].split(';');
        callback({ data: Buffer.from(body), statusCode: status, headers, mimeType });
      }),
  });
}
