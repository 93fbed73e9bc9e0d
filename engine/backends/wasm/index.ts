import { registerBridge } from './bridge';
import { registerComparisons } from './comparisons';
import { registerConvolution } from './convolution';
import { registerCopies } from './copies';
import { registerProducts } from './products';

let done = false;

/**
 * Patches missing and slow parts of the wasm backend of tfjs 4.22; see each file. Called once after the backend has
 * started.
 */
export function patchWasmKernels(): void {
  if (done) return;
  done = true;
  registerProducts();
  registerCopies();
  registerComparisons();
  registerConvolution();
  registerBridge();
}
