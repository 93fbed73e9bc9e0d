import { quantitiesOver, type CurveAxis, type CurveQuantity } from '../../../engine/contract/curves';
import { lossNames, type LossName } from '../../../graph-nodes/graph/kind';
import type { RunRow } from './run-rows';

const isLoss = (quantity: CurveQuantity): quantity is LossName => (lossNames as readonly string[]).includes(quantity);

/** Quantities over an axis that any of the runs has. A run without a result may have any loss. */
export const quantitiesOf = (rows: readonly Pick<RunRow, 'losses'>[], over: CurveAxis): CurveQuantity[] =>
  quantitiesOver[over].filter(
    (quantity) => !isLoss(quantity) || rows.some(({ losses }) => losses?.includes(quantity) ?? true),
  );
