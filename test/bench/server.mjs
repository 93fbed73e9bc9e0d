/** A studio as a local page, for the benchmarks. */
import { spawn } from 'node:child_process';

/**
 * @param runs the folder of its runs
 * @returns its process, and its address once it is printed
 */
export function startServer(runs) {
  const server = spawn(process.execPath, ['bin/studio.mjs', 'serve', '--no-open', '--port', '0', '--runs', runs], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const address = new Promise((resolve, reject) => {
    server.stdout.once('data', (data) => resolve(data.toString().trim()));
    server.once('exit', (code) => reject(new Error(`The server ended with code ${String(code)}.`)));
  });
  return { server, address };
}
