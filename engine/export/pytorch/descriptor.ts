import type { NodeAnalysis } from '../../../graph-nodes/graph/analysis';

/** A kind of node in PyTorch. Each file of `kinds/` exports one as `kind`, for the kind with the file's name. */
export interface PyTorchKind<Parameters = Readonly<Record<string, never>>> {
  /** Files of `parts/` that the module needs, in order. */
  parts(parameters: Parameters): readonly string[];
  /** Python expression that creates the node's module. */
  construct(node: Pick<NodeAnalysis, 'inputs'>, parameters: Parameters): string;
  /**
   * Python expression that computes the outputs from the module and its inputs; undefined for an unconnected input. The
   * variables `scenario`, `noise` and `draw` are available.
   */
  call(module: string, inputs: Readonly<Record<string, string | undefined>>): string;
  /** Stored variables that inference does not use. */
  readonly unused?: readonly string[];
}
