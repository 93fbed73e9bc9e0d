import type { CodedMessage, Format } from '../../../graph-nodes/graph/messages';

/** English words of exports and imports that are refused or fail. */
export const exportWords = {
  // Exports.
  noResultToReport: ({ run }: { run: string }) => `The run “${run}” has no result to report.`,
  runWithoutDataset: () => 'No dataset leads to the Trainer of the run’s graph.',
  onnxNotRecorded: ({ reason }: { reason: CodedMessage }, format: Format) =>
    `The model cannot be written as ONNX: ${format(reason)}.`,
  pytorchKind: ({ node, kind }: { node: string; kind: string }) =>
    `Node “${node}” cannot be written for PyTorch: there is no PyTorch module for the kind “${kind}”; bypass the node or export as ONNX.`,
  tfjsOperatorMissing: ({ operator }: { operator: string }) =>
    `The model cannot be written for tfjs: its operator ${operator} is not covered.`,
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
  }) =>
    `The graph has the weight “${weight}” of shape [${shape.join(', ')}], but “${file}” has it as [${found.join(', ')}].`,
  pageNotBuilt: ({ file }: { file: string }) => `“${file}” is missing; run “npm run build” and export the page again.`,
  // Imports.
  zipUnreadable: ({ zip, reason }: { zip: string; reason: CodedMessage }, format: Format) =>
    `“${zip}” is not a whole zip: ${format(reason)}.`,
  zipDamaged: ({ zip, file, reason }: { zip: string; file: string; reason: CodedMessage }, format: Format) =>
    `“${zip}” is damaged: “${file}” cannot be unpacked: ${format(reason)}.`,
  checksumDiffers: () => 'its checksum does not match',
  zipWithoutRun: ({ zip }: { zip: string }) => `“${zip}” holds no run: the zip of a run has one folder.`,
  zipReservedName: ({ zip, name }: { zip: string; name: string }) =>
    `“${zip}” holds “${name}”, a name that is reserved; rename it and pack the run again.`,
  zipForeignFile: ({ zip, file }: { zip: string; file: string }) =>
    `“${zip}” holds “${file}”, which is not a file of a run.`,
  zipRepeatedFile: ({ zip, file }: { zip: string; file: string }) => `“${zip}” holds “${file}” twice.`,
  zipTooManyFiles: ({ zip, most }: { zip: string; most: number }) =>
    `“${zip}” holds more than ${most} files, more than any run has.`,
  zipGrowth: ({ zip, mebibytes, unpacked }: { zip: string; mebibytes: string; unpacked: string }) =>
    `“${zip}” would grow from ${mebibytes} to ${unpacked} MiB, more than any run does.`,
  zipRunUnreadable: ({ zip, reason }: { zip: string; reason: CodedMessage }, format: Format) =>
    `“${zip}” holds a run that cannot be read: ${format(reason)}`,
  importWeightForeign: ({ file, weight }: { file: string; weight: string }) =>
    `“${file}” has the weight “${weight}”, which its graph does not have.`,
  importWeightNotFinite: ({ file, weight }: { file: string; weight: string }) =>
    `“${file}”: the weight “${weight}” has a value that is NaN or infinite.`,
  exportFormatUnknown: ({ format, known }: { format: string; known: string }) =>
    `The export format “${format}” is unknown; use ${known}.`,
};
