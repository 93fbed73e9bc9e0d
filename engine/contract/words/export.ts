import type { CodedMessage, Format } from '../../../graph-nodes/graph/messages';
import { nodeText, type NamedNode } from '../../../graph-nodes/graph/node-names';

/** English texts of exports and imports that are refused or fail. */
export const exportWords = {
  // Exports.
  noResultToReport: ({ run }: { run: string }) => `The run “${run}” has no result; train it to its end first.`,
  runWithoutDataset: () => 'The graph of the run has no dataset that is connected to the Trainer.',
  onnxNotRecorded: ({ reason }: { reason: CodedMessage }, format: Format) =>
    `The model cannot be exported as ONNX: ${format(reason)}.`,
  pytorchKind: ({ node, kind }: { node: NamedNode; kind: string }) =>
    `Node “${nodeText(node)}” cannot be exported to PyTorch, because the kind “${kind}” has no PyTorch module; bypass the node or export as ONNX.`,
  tfjsOperatorMissing: ({ operator }: { operator: string }) =>
    `The model cannot be exported for tfjs: the operator ${operator} is not supported.`,
  exportWeightMissing: ({ file, weight, shape }: { file: string; weight: string; shape: readonly number[] }) =>
    `“${file}” is missing weight “${weight}” of shape [${shape.join(', ')}].`,
  exportWeightShape: ({
    file,
    weight,
    shape,
    found,
  }: {
    file: string;
    weight: string;
    shape: readonly number[];
    found: readonly number[];
  }) => `The weight “${weight}” has shape [${shape.join(', ')}] in the graph, but [${found.join(', ')}] in “${file}”.`,
  pageNotBuilt: ({ file }: { file: string }) => `“${file}” is missing; run “npm run build” and export the page again.`,
  // Imports.
  zipUnreadable: ({ zip, reason }: { zip: string; reason: CodedMessage }, format: Format) =>
    `“${zip}” is not a complete zip: ${format(reason)}.`,
  zipDamaged: ({ zip, file, reason }: { zip: string; file: string; reason: CodedMessage }, format: Format) =>
    `“${zip}” is damaged: “${file}” cannot be unpacked: ${format(reason)}.`,
  checksumDiffers: () => 'its checksum does not match',
  zipWithoutRun: ({ zip }: { zip: string }) => `“${zip}” contains no run; name the zip of a run, which has one folder.`,
  zipReservedName: ({ zip, name }: { zip: string; name: string }) =>
    `“${zip}” contains “${name}”, a reserved name; rename it and pack the run again.`,
  zipForeignFile: ({ zip, file }: { zip: string; file: string }) =>
    `“${zip}” contains “${file}”, which is not a file of a run.`,
  zipRepeatedFile: ({ zip, file }: { zip: string; file: string }) => `“${zip}” contains “${file}” twice.`,
  zipTooManyFiles: ({ zip, most }: { zip: string; most: number }) =>
    `“${zip}” has more than ${most} files, the limit for a run.`,
  zipGrowth: ({ zip, mebibytes, unpacked }: { zip: string; mebibytes: string; unpacked: string }) =>
    `“${zip}” has ${mebibytes} MiB and ${unpacked} MiB unpacked, more than the limit for a run.`,
  zipRunUnreadable: ({ zip, reason }: { zip: string; reason: CodedMessage }, format: Format) =>
    `“${zip}” contains a run that cannot be read: ${format(reason)}`,
  importWeightForeign: ({ file, weight }: { file: string; weight: string }) =>
    `“${file}” has the weight “${weight}”, which its graph does not have.`,
  importWeightNotFinite: ({ file, weight }: { file: string; weight: string }) =>
    `“${file}”: the weight “${weight}” has a value that is NaN or infinite.`,
  exportFormatUnknown: ({ format, known }: { format: string; known: string }) =>
    `The export format “${format}” is unknown; use ${known}.`,
};
