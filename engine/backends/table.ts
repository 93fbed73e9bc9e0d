import { inOrder } from '../contract/descriptors';
import type { Backend } from './descriptor';

/** All backends, found by file. A new backend is a new file in `rows/`. */
export const backends = inOrder(import.meta.glob<Backend>('./rows/*.ts', { eager: true, import: 'backend' }));

export const backendNames: readonly string[] = backends.map(({ name }) => name);

export const findBackend = (name: string): Backend | undefined => backends.find((backend) => backend.name === name);
