import { registerBridge } from './bridge';
import { registerComparisons } from './comparisons';
import { registerConvolution } from './convolution';
import { registerCopies } from './copies';
import { registerProducts } from './products';

let done = false;

/** Mends what tfjs 4.22's wasm backend lacks or does slowly; see each file. Called once the backend is up. */
export function mendWasmKernels(): void {
  if (done) return;
  done = true;
  registerProducts();
  registerCopies();
  registerComparisons();
  registerConvolution();
  registerBridge();
}
