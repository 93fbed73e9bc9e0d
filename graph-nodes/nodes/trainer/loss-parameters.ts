/**
 * Parameters with the weight of each loss: in the complete pass, and in passes with a missing modality, where −1 means the same
 * weight.
 */
export const lossParameters = {
  qa: { complete: 'qa', missing: 'missingQa' },
  match: { complete: 'match', missing: 'missingMatch' },
  rmmr: { complete: 'rmmr', missing: 'missingRmmr' },
  diffusion: { complete: 'diffusion', missing: 'missingDiffusion' },
  ave: { complete: 'ave', missing: 'missingAve' },
  auxiliary: { complete: 'auxiliary', missing: 'missingAuxiliary' },
} as const;
