import { inOrder } from '../contract/descriptors';
import type { Backend } from './descriptor';

/** All backends, found by file: adding one adds a file to `rows/` and changes no other. */
export const backends = inOrder(import.meta.glob<Backend>('./rows/*.ts', { eager: true, import: 'backend' }));

export const backendNames: readonly string[] = backends.map(({ name }) => name);

export const findBackend = (name: string): Backend | undefined => backends.find((backend) => backend.name === name);
