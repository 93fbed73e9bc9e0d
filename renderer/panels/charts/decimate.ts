/**
 * At most about `limit` of the rows, such that the curve of `value` looks the same: the rows are split into equal sections, and
 * the lowest and the highest of each remain, so that no spike is lost. First and last always remain.
 */
export function decimate<Row>(rows: readonly Row[], limit: number, value: (row: Row) => number): readonly Row[] {
  if (rows.length <= limit) return rows;
  const stretches = Math.max(1, Math.floor((limit - 2) / 2));
  const inner = rows.length - 2;
  const kept: Row[] = [rows[0] as Row];
  for (let stretch = 0; stretch < stretches; stretch += 1) {
    const start = 1 + Math.floor((stretch * inner) / stretches);
    const end = 1 + Math.floor(((stretch + 1) * inner) / stretches);
    if (start === end) continue;
    let [low, high] = [start, start];
    let [lowest, highest] = [Infinity, -Infinity];
    for (let index = start; index < end; index += 1) {
      const now = value(rows[index] as Row);
      if (now < lowest) [low, lowest] = [index, now];
      if (now > highest) [high, highest] = [index, now];
    }
    for (const index of low === high ? [low] : [Math.min(low, high), Math.max(low, high)]) {
      kept.push(rows[index] as Row);
    }
  }
  kept.push(rows.at(-1) as Row);
  return kept;
}
